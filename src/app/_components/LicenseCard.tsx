import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { CopyField } from './CopyField'
import { Underprint } from './Cover'

type Props = {
  /** License id: the seed of its rosette. */
  id: string
  /** Engraved at the top: "License". */
  caption: string
  /** Product and package. */
  title: ReactNode
  /** A StateBadge. */
  state?: ReactNode
  licenseKey: { label: string; value: string; shown?: string }
  facts?: readonly { label: string; value: ReactNode }[]
  /** How far a limit is used; say it in a fact too. */
  meter?: { used: number; limit: number }
  /** Buttons. */
  children?: ReactNode
  heading?: 'h2' | 'h3'
  className?: string
}

/**
 * A license as a printed certificate: key, facts, how far it is used, and the rosette that only it has.
 *
 * @example <LicenseCard id={license.id} caption={t('account.license')} title="Invoice Kit · Extended" … />
 */
export function LicenseCard(props: Props) {
  const {
    id,
    caption,
    title,
    state,
    licenseKey,
    facts = [],
    meter,
    children,
    heading: Heading = 'h3',
  } = props
  return (
    <article
      className={clsx(
        'relative isolate overflow-hidden rounded-card border border-line bg-card p-5',
        props.className,
      )}
    >
      <Underprint id={id} className="-end-16 -bottom-20 -z-10 size-64 opacity-45" />
      <div className="flex items-baseline justify-between gap-3">
        <p className="engraved uppercase text-ink-2">{caption}</p>
        {state}
      </div>
      <Heading className="mt-1.5">{title}</Heading>
      <CopyField
        label={licenseKey.label}
        value={licenseKey.value}
        shown={licenseKey.shown}
        hideLabel
        className="mt-3"
      />
      {facts.length > 0 && (
        <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-3">
          {facts.map((fact) => (
            <div key={fact.label} className="flex-1">
              <dt className="text-small whitespace-nowrap text-ink-2">{fact.label}</dt>
              <dd className="text-small font-semibold whitespace-nowrap">{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {meter && <Meter {...meter} />}
      {children && <div className="mt-5 flex flex-wrap gap-2.5">{children}</div>}
    </article>
  )
}

/**
 * How much of a limit is used, as a ruled bar for the eye: the numbers stand in text beside it.
 * Drawn, because an inline style would need a hole in the Content-Security-Policy.
 *
 * @example <Meter used={3} limit={10} />
 */
export function Meter({ used, limit }: { used: number; limit: number }) {
  const percent = limit > 0 ? Math.min(100, (used / limit) * 100) : 100
  return (
    <svg className="mt-3 block h-1.5 w-full rounded-full bg-sunken rtl:-scale-x-100" aria-hidden="true">
      <rect width={`${percent}%`} height="6" rx="3" className="fill-mint-deep" />
    </svg>
  )
}
