import type { ReactNode } from 'react'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { Cover } from '@/app/_components/Cover'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { fitAttributes, UnfitNotes } from '@/app/_components/ProductCard'
import { TypeMark } from '@/app/_components/TypeMark'
import type { PublishedProduct } from '@/domain/catalog/findProductPage'
import { t } from '@/platform/words'
import { compatibilityWords, currencySuffix } from '../_listing/cards'
import { PageTags } from '../_listing/PageTags'
import { Rail } from '../_listing/Rail'
import { unfitOf } from '../_listing/unfit'
import { BuyBox } from './BuyBox'
import { Description } from './Description'
import { Install } from './Install'
import { Matrix } from './Matrix'
import { PackageTable } from './PackageTable'
import { Releases } from './Releases'
import { SellerBox } from './SellerBox'

type Props = {
  page: PublishedProduct
  currency: string
  currencies: readonly string[]
  refundDays: number
}

/** Types that come as Composer packages. */
const composerTypes: readonly string[] = ['package', 'plugin']

/** Everything that one wants to know before paying; the box with the packages stays in view where there is room. */
export function ProductView({ page, currency, currencies, refundDays }: Props) {
  const { product, releases, related, seller, breadcrumb } = page
  const suffix = currencySuffix(currency, currencies[0] ?? currency)
  return (
    <>
      <PageTags
        tags={[product._id, seller.id, ...breadcrumb.map(({ id }) => id), ...related.map(({ id }) => id)]}
      />
      <div className="page grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 pt-8 lg:grid-cols-[minmax(0,1fr)_400px] lg:grid-rows-[auto_1fr]">
        <div>
          <DrawnOnPage
            as="header"
            of={Heading}
            given={{ page, suffix }}
            {...fitAttributes(unfitOf(page.listing))}
          />
          <Cover
            id={product._id}
            type={product.type}
            eager
            className="mt-6 aspect-2/1 rounded-card border border-line"
          />
        </div>
        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <DrawnOnPage
            of={BuyBox}
            given={{ page, currency, currencies, refundDays }}
            className="lg:sticky lg:top-6"
          />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-12">
          {Boolean(page.description) && (
            <Part id="about" title={t('storefront.product.about')}>
              <Description data={page.description} />
            </Part>
          )}
          <DrawnOnPage of={Facts} given={{ page, currencies }} className="contents" />
          {composerTypes.includes(product.type) && releases.length > 0 && (
            <Part id="install" title={t('storefront.product.install')}>
              <Install product={product} />
            </Part>
          )}
          <DrawnOnPage of={Standing} given={{ page, refundDays }} className="contents" />
        </div>
      </div>
      <DrawnOnPage
        of={Rail}
        given={{ id: 'related', title: t('storefront.product.related'), items: related, suffix }}
      />
    </>
  )
}

/** What its licenses allow and what it runs on. */
function Facts({ page, currencies }: Pick<Props, 'page' | 'currencies'>) {
  const { packages, releases, matrix } = page
  const requirements = releases[0]?.requirements ?? []
  return (
    <>
      {packages.length > 0 && (
        <Part id="allows" title={t('storefront.product.allows')}>
          <PackageTable packages={packages} currencies={currencies} />
          <p className="mt-3 max-w-[65ch] text-small text-ink-2">
            {t('storefront.product.allowsNote')}{' '}
            <a href="/licenses-explained" className="link">
              {t('storefront.home.licenses')}
            </a>
          </p>
        </Part>
      )}
      {matrix && (
        <Part id="compatibility" title={t('storefront.product.compatibility')}>
          <Matrix matrix={matrix} />
        </Part>
      )}
      {requirements.length > 0 && (
        <Part id="requirements" title={t('storefront.product.requirements')}>
          <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
            {requirements.map(({ name, range }) => (
              <div key={name} className="flex items-baseline justify-between gap-4 border-b border-line py-2">
                <dt className="wrap-anywhere">{name}</dt>
                <dd className="font-mono text-label">{range}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
    </>
  )
}

/** What came out so far, and who stands behind it. */
function Standing({ page, refundDays }: Pick<Props, 'page' | 'refundDays'>) {
  const { releases } = page
  return (
    <>
      {releases.length > 0 && (
        <Part id="changelog" title={t('storefront.product.changelog')}>
          <Releases releases={releases} />
        </Part>
      )}
      <Part id="seller" title={t('storefront.product.behind')}>
        <SellerBox page={page} refundDays={refundDays} />
      </Part>
    </>
  )
}

function Heading({ page, suffix }: { page: PublishedProduct; suffix: string }) {
  const { product, name, summary, seller, breadcrumb, listing } = page
  const runsOn = compatibilityWords(listing)
  const unfit = unfitOf(listing)
  return (
    <>
      <Breadcrumbs
        items={[
          { label: t('storefront.browse.title'), href: `/browse${suffix}` },
          ...breadcrumb.map((node) => ({ label: node.name, href: `/c/${node.path.join('/')}${suffix}` })),
          { label: name },
        ]}
      />
      {/* On a phone each in its own line: another font that arrives later must not wrap them anew and push the page down. */}
      <p className="mt-5 flex flex-wrap gap-x-5 gap-y-1 max-sm:flex-col sm:items-center">
        <TypeMark type={product.type} />
        {runsOn && <span className="engraved text-ink-3">{runsOn}</span>}
        {listing.version && (
          <span className="engraved text-ink-3">
            {t('storefront.product.version', { version: listing.version })}
          </span>
        )}
      </p>
      <h1 className="mt-2 font-display text-title">{name}</h1>
      <p className="mt-2 max-w-[60ch] text-lead text-ink-2">{summary}</p>
      <p className="mt-2 text-[0.9375rem]">
        {t('storefront.product.by')}{' '}
        <a href={`/s/${seller.slug}`} className="link">
          {seller.name}
        </a>
      </p>
      <UnfitNotes unfit={unfit} />
    </>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="border-t border-ink pt-4 pb-4">
        {title}
      </h2>
      {children}
    </section>
  )
}
