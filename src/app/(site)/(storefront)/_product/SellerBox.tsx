import { Card } from '@/app/_components/Card'
import { dateWords } from '@/app/_components/DateTime'
import type { PublishedProduct } from '@/domain/catalog/findProductPage'
import { t } from '@/platform/words'

type Props = { page: PublishedProduct; refundDays: number }

/** Who sells it, how they help, and when the money comes back. */
export function SellerBox({ page: { seller, product }, refundDays }: Props) {
  const { support, links } = product
  return (
    <Card as="section" label={t('storefront.seller.label')} className="grid gap-x-10 gap-y-6 sm:grid-cols-3">
      <div>
        <h3 className="engraved text-ink-2 uppercase">{t('storefront.seller.soldBy')}</h3>
        <p className="mt-2 font-semibold">
          <a href={`/s/${seller.slug}`} className="link">
            {seller.name}
          </a>
        </p>
        <p className="text-small text-ink-2">
          {t('storefront.seller.products', { count: seller.productCount })}
          {seller.since && (
            <span className="block">{t('storefront.seller.since', { date: dateWords(seller.since) })}</span>
          )}
        </p>
      </div>
      <div>
        <h3 className="engraved text-ink-2 uppercase">{t('storefront.support.title')}</h3>
        <p className="mt-2 text-[0.9375rem]">{support?.channels || t('storefront.support.tickets')}</p>
        {typeof support?.responseHours === 'number' && (
          <p className="text-small text-ink-2">
            {t('storefront.support.response', { hours: support.responseHours })}
          </p>
        )}
        <ul className="mt-1 text-small">
          <OutLink href={links?.documentation} label={t('storefront.links.documentation')} />
          <OutLink href={links?.demo} label={t('storefront.links.demo')} />
          <OutLink href={links?.repository} label={t('storefront.links.repository')} />
        </ul>
      </div>
      <div>
        <h3 className="engraved text-ink-2 uppercase">{t('storefront.refund.title')}</h3>
        <p className="mt-2 text-[0.9375rem]">
          {refundDays > 0 ? t('storefront.refund.within', { days: refundDays }) : t('storefront.refund.none')}
        </p>
        <p className="text-small text-ink-2">{t('storefront.refund.effect')}</p>
      </div>
    </Card>
  )
}

/** Links of sellers lead out of the shop; only the web's own schemes are followed. */
function OutLink({ href, label }: { href: string | null | undefined; label: string }) {
  if (!href || !/^https?:\/\//i.test(href)) return null
  return (
    <li>
      <a href={href} rel="nofollow ugc noopener" className="link inline-block py-0.5">
        {label}
      </a>
    </li>
  )
}
