import type { UIFieldServerProps } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { commissionRate, readSettings } from '@/domain/accounts/settings'
import { affiliateRate } from '@/domain/affiliates/affiliateRate'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { splitSale } from '@/domain/ledger/splitSale'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'

/**
 * What a sale at today's rates leaves its seller, by itself and when an affiliate brought the buyer: shown before it is
 * listed, computed as the sale will be (PAY-1, AFF-3).
 */
export async function EarningsField({ id, payload }: UIFieldServerProps) {
  const database = databaseOf(payload)
  const product = id ? await collectionOf(database, productDocument).findOne({ _id: String(id) }) : null
  const seller = product && (await collectionOf(database, sellerDocument).findOne({ _id: product.seller }))
  if (!product || !seller) return null
  const settings = await readSettings(database)
  const commission = commissionRate(settings, seller, product.type)
  const referred = affiliateRate({
    platformBps: settings.affiliateBps,
    productBps: product.affiliateBps,
    commissionBps: commission.rateBps,
  })
  const [pkg] = await collectionOf(database, packageDocument)
    .find({ product: product._id, active: true }, { sort: { position: 1 }, limit: 1 })
    .toArray()
  const price = pkg?.prices[0]
  const share = (affiliateBps: number | null) =>
    price
      ? formatMoney(
          splitSale({
            netMinor: price.amountMinor,
            taxMinor: 0,
            commissionBps: commission.rateBps,
            affiliateBps,
          }).sellerMinor,
          price.currency,
        )
      : null
  const asked = price ? formatMoney(price.amountMinor, price.currency) : ''
  const rows: [string, string | null][] = [
    [t('affiliates.earnings.platform'), percent(commission.rateBps)],
    [t('affiliates.earnings.affiliate'), percent(referred.rateBps)],
    [t('affiliates.earnings.share', { price: asked }), share(null)],
    [t('affiliates.earnings.shareReferred', { price: asked }), share(referred.rateBps)],
  ]
  return (
    <section className="field-type" aria-label={t('affiliates.earnings.title')}>
      <h4>{t('affiliates.earnings.title')}</h4>
      <dl className="panel-facts">
        {rows.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {price ? null : <p>{t('affiliates.earnings.none')}</p>}
    </section>
  )
}

const percent = (bps: number): string => `${bps / 100} %`
