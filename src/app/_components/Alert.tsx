import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { t } from '@/platform/words'
import { FocusOnArrival } from './FocusOnArrival'
import { Icon, type IconName } from './Icon'

export type AlertTone = 'info' | 'success' | 'warning' | 'danger'

const tones: Record<AlertTone, { box: string; mark: string; icon: IconName }> = {
  info: { box: 'border-info bg-info-wash', mark: 'text-info', icon: 'info' },
  success: { box: 'border-mint-deep bg-mint-wash', mark: 'text-mint-deep', icon: 'check' },
  warning: { box: 'border-amber bg-amber-wash', mark: 'text-amber', icon: 'warning' },
  danger: { box: 'border-stamp bg-stamp-wash', mark: 'text-stamp', icon: 'danger' },
}

type Props = {
  tone: AlertTone
  title?: ReactNode
  children?: ReactNode
  /** Spoken when it appears: `status` when the reader need not act, `alert` when an act failed. */
  live?: 'status' | 'alert'
  /** Gives the alert the focus when the page arrives: after a refused payment or form. Needs `id`. */
  focus?: boolean
  id?: string
  className?: string
}

/**
 * What happened and what now, in words: never color alone.
 *
 * @example <Alert id="declined" tone="danger" live="alert" focus title={t('checkout.declined')}>{reason}</Alert>
 */
export function Alert({ tone, title, children, live, focus = false, id, className }: Props) {
  const { box, mark, icon } = tones[tone]
  return (
    <div
      id={id}
      role={live}
      tabIndex={focus ? -1 : undefined}
      className={clsx('flex gap-3 rounded-control border-s-3 px-4 py-3', box, className)}
    >
      <Icon name={icon} className={clsx('mt-0.5', mark)} />
      <div className="min-w-0 flex-1">
        <span className="sr-only">{t(`common.alert.${tone}`)}: </span>
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={clsx(title && 'mt-0.5', 'text-[0.9375rem]')}>{children}</div>}
      </div>
      {focus && id && <FocusOnArrival target={id} />}
    </div>
  )
}
