import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { t } from '@/platform/words'
import { CopyButton } from './CopyButton'

type Props = {
  /** What it is, said above the value and on the button: "License key". */
  label: string
  value: string
  /** What is shown instead of the value, such as a key with its middle cut. The value itself is copied. */
  shown?: ReactNode
  hideLabel?: boolean
  className?: string
}

/**
 * A value to take along: key, command, checksum. Plain text that can be selected; the button comes with scripts.
 *
 * @example <CopyField label={t('account.licenseKey')} value={license.key} />
 */
export function CopyField({ label, value, shown, hideLabel = false, className }: Props) {
  return (
    <div className={className}>
      <p className={clsx('mb-1 text-small text-ink-2', hideLabel && 'sr-only')}>{label}</p>
      <div className="flex items-center gap-2 rounded-control border-s-3 border-mint bg-sunken py-1.5 ps-3 pe-1.5">
        <code
          dir="ltr"
          className="min-w-0 flex-1 py-1.5 font-mono text-[0.8125rem] leading-5 font-semibold wrap-anywhere select-all"
        >
          {shown ?? value}
        </code>
        <CopyButton
          value={value}
          about={label}
          words={{
            copy: t('common.copy.action'),
            copied: t('common.copy.done'),
            failed: t('common.copy.failed'),
          }}
        />
      </div>
    </div>
  )
}
