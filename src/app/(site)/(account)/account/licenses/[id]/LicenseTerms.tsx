import type { ReactNode } from 'react'
import { DateTime } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { placesUsed } from '../../_parts/placesUsed'

/** What was bought, in facts. */
export function LicenseTerms({ license }: { license: License }) {
  const { terms } = license
  const facts: [string, ReactNode][] = [
    [t('account.license.class'), t(`account.license.classes.${terms.class}`)],
    [t('account.license.term'), t(`account.license.termNames.${terms.term}`)],
    [t('account.license.places'), placesUsed(license)],
    [t('account.license.starts'), <DateTime key="starts" at={license.startsAt} />],
    [t('account.license.ends'), dateOrNone(license.expiresAt)],
    [t('account.license.updates'), dateOrNone(license.updatesUntil)],
    [t('account.license.support'), dateOrNone(license.supportUntil)],
  ]
  if (terms.features.length > 0) facts.push([t('account.license.features'), terms.features.join(', ')])
  if (terms.domains.length > 0) facts.push([t('account.license.domains'), terms.domains.join(', ')])
  if (license.order)
    facts.push([
      t('account.license.order'),
      <a key="order" className="link" href={`/account/orders/${license.order}`}>
        {t('account.license.orderLink')}
      </a>,
    ])
  return (
    <section aria-labelledby="terms" className="mt-10">
      <SectionHead id="terms" title={t('account.license.terms')} />
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-small text-ink-2">{label}</dt>
            <dd className="font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const dateOrNone = (at: Date | null): ReactNode => (at ? <DateTime at={at} /> : t('account.license.noEnd'))
