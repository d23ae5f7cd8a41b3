import { Fragment } from 'react'
import { SectionHead } from '@/app/_components/SectionHead'
import type { OwnAffiliate } from '@/domain/affiliates/ownAffiliate'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'

/** Visits, sales and what they earned, by currency: none of them is added to another. */
export function Counts({ own: { visits, visitors, earned } }: { own: OwnAffiliate }) {
  return (
    <section aria-labelledby="counts">
      <SectionHead id="counts" title={t('affiliates.counts.title')} />
      <dl className="grid max-w-xl grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-3">
        <Count label={t('affiliates.counts.visits')} value={String(visits)} />
        <Count
          label={t('affiliates.counts.visitors')}
          hint={t('affiliates.counts.visitorsHint')}
          value={String(visitors)}
        />
        {earned.map(({ currency, sales, pendingMinor, reversedMinor }) => (
          <Fragment key={currency}>
            <Count
              label={`${t('affiliates.counts.sales')} (${currency.toUpperCase()})`}
              value={String(sales)}
            />
            <Count label={t('affiliates.counts.pending')} value={formatMoney(pendingMinor, currency)} />
            {reversedMinor > 0 ? (
              <Count label={t('affiliates.counts.reversed')} value={formatMoney(reversedMinor, currency)} />
            ) : null}
          </Fragment>
        ))}
      </dl>
      {earned.length === 0 ? <p className="mt-4 text-ink-2">{t('affiliates.counts.none')}</p> : null}
    </section>
  )
}

function Count({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <>
      <dt>
        {label}
        {hint ? <span className="block text-small text-ink-2">{hint}</span> : null}
      </dt>
      <dd className="text-end font-semibold tabular-nums">{value}</dd>
    </>
  )
}
