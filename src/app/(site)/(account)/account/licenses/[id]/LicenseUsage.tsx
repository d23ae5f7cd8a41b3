import { dateWords } from '@/app/_components/DateTime'
import { Meter } from '@/app/_components/LicenseCard'
import { SectionHead } from '@/app/_components/SectionHead'
import type { UsageLimits } from '@/domain/catalog/records'
import type { LicensePortal } from '@/domain/licensing/licensePortal'
import { t } from '@/platform/words'
import { limitWords } from './limitWords'

/** How far what was sold is used: seats as they stand now; what nobody counted yet is not shown as if it were. */
export function LicenseUsage({
  license,
  leases,
  now,
}: Pick<LicensePortal, 'license' | 'leases'> & { now: Date }) {
  const { terms, seats, seatsTaken } = license
  const limits = (Object.keys(terms.limits) as (keyof UsageLimits)[]).filter(
    (name) => terms.limits[name] !== null,
  )
  return (
    <section aria-labelledby="usage" className="mt-10">
      <SectionHead id="usage" title={t('accountLicenses.usage.title')} />
      <div className="grid max-w-[68ch] gap-5">
        <Used
          what={t('accountLicenses.usage.places')}
          text={
            seats === null
              ? t('accountLicenses.places.usedAny', { used: seatsTaken })
              : t('accountLicenses.places.used', { used: seatsTaken, limit: seats })
          }
          meter={seats === null ? null : { used: seatsTaken, limit: seats }}
        />
        {terms.users !== null && (
          <Used
            what={t('accountLicenses.usage.users')}
            text={t('accountLicenses.places.users', { used: leases, limit: terms.users })}
            meter={{ used: leases, limit: terms.users }}
            hint={t('accountLicenses.usage.usersHint', { seconds: terms.leaseSeconds })}
          />
        )}
        <p className="text-small text-ink-2">
          {t('accountLicenses.usage.asOf', { at: dateWords(now, true) })}
        </p>
        {limits.length > 0 && (
          <div>
            <h3 className="text-base">{t('accountLicenses.usage.sold')}</h3>
            <dl className="mt-2 grid gap-x-8 gap-y-3 sm:grid-cols-2">
              {limits.map((name) => (
                <div key={name}>
                  <dt className="text-small text-ink-2">{t(`accountLicenses.usage.limits.${name}`)}</dt>
                  <dd className="font-semibold">{limitWords(name, terms.limits[name])}</dd>
                </div>
              ))}
            </dl>
            <p className="mt-3 text-small text-ink-2">{t('accountLicenses.usage.notCounted')}</p>
          </div>
        )}
      </div>
    </section>
  )
}

function Used({
  what,
  text,
  meter,
  hint,
}: {
  what: string
  text: string
  meter: { used: number; limit: number } | null
  hint?: string
}) {
  return (
    <div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{what}</span>
        <span className="text-small text-ink-2">{text}</span>
      </p>
      {meter && meter.limit > 0 && <Meter {...meter} />}
      {hint && <p className="mt-1 text-small text-ink-2">{hint}</p>}
    </div>
  )
}
