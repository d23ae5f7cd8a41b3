import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { type Fact, orderTimeline } from '@/domain/orders/orderTimeline'
import { databaseOf } from '@/platform/documentTransaction'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'

/** What happened to an order, by source and in time order: events, payments, entries, refunds, invoices, licenses, mails. */
export async function OrderTimeline({ initPageResult }: DocumentViewServerProps) {
  const { req, docID } = initPageResult
  if (!hasStaffRole(req.user, 'support', 'finance'))
    return (
      <Gutter>
        <p role="alert">{t('panel.timeline.forbidden')}</p>
      </Gutter>
    )
  const facts = await orderTimeline(databaseOf(req.payload), String(docID))
  return (
    <main>
      <Gutter className="panel-timeline">
        <h2>{t('panel.timeline.title')}</h2>
        {facts && facts.length > 0 ? <Facts facts={facts} /> : <p>{t('panel.timeline.none')}</p>}
      </Gutter>
    </main>
  )
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <div className="panel-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('panel.timeline.when')}</th>
            <th scope="col">{t('panel.timeline.source')}</th>
            <th scope="col">{t('panel.timeline.what')}</th>
            <th scope="col" className="panel-number">
              {t('panel.timeline.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => (
            <tr key={fact.id} data-source={fact.source}>
              <td>
                <time dateTime={fact.at.toISOString()}>{whenOf(fact.at)}</time>
              </td>
              <td>{t(`panel.timeline.sources.${fact.source}`)}</td>
              <td>
                <FactText fact={fact} />
              </td>
              <td className="panel-number">
                {fact.amount ? formatMoney(fact.amount.amountMinor, fact.amount.currency) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FactText({ fact: { kind, words, record, state } }: { fact: Fact }) {
  const filled = 'number' in words && !words.number ? { number: t('panel.timeline.unnumbered') } : words
  const text = t(`panel.timeline.${kind}`, filled)
  return (
    <>
      {record ? (
        <a href={`/admin/collections/${record.collection}/${encodeURIComponent(record.id)}`}>{text}</a>
      ) : (
        text
      )}
      {state ? (
        <span className="panel-state" data-state={state.state}>
          {t(`panel.timeline.state.${state.state}`, { error: state.error ?? '' })}
        </span>
      ) : null}
    </>
  )
}

/** To the second, in UTC: what is compared with logs and the provider's own pages. */
const whenOf = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
