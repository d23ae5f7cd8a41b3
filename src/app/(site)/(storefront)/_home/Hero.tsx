import { StateBadge } from '@/app/_components/Badge'
import { LinkButton } from '@/app/_components/Button'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { LicenseCard } from '@/app/_components/LicenseCard'
import type { HomePage } from '@/domain/catalog/homePage'
import { t } from '@/platform/words'

/** The promise of the shop, and a license as buyers will hold it. */
export function Hero({ home }: { home: HomePage }) {
  return (
    <section className="page grid items-center gap-x-16 gap-y-10 pt-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,476px)] lg:pt-14">
      <DrawnOnPage of={Pitch} given={{ products: home.productCount, sellers: home.sellerCount }} />
      <SampleLicense product={home.popular[0]?.name ?? home.newest[0]?.name} />
    </section>
  )
}

function Pitch({ products, sellers }: { products: number; sellers: number }) {
  return (
    <>
      <p className="engraved flex flex-wrap items-center gap-x-5 gap-y-1 text-ink-2">
        <span className="inline-flex items-center gap-2 uppercase">
          <span className="size-2 bg-mint-deep" aria-hidden="true" />
          {t('storefront.home.kicker')}
        </span>
        {products > 0 && <span>{t('storefront.home.counts', { products, sellers })}</span>}
      </p>
      <h1 className="headline mt-4 max-w-[17ch]">{t('storefront.home.title')}</h1>
      <p className="mt-5 max-w-[44ch] text-lead text-ink-2">{t('storefront.home.lead')}</p>
      <div className="mt-6 flex flex-wrap gap-3">
        <LinkButton href="/browse" look="mint">
          {t('storefront.home.browse')}
        </LinkButton>
        <LinkButton href="/licenses-explained" look="outline">
          {t('storefront.home.licenses')}
        </LinkButton>
      </div>
    </>
  )
}

/** An example, and it says so: the key is nobody's. */
function SampleLicense({ product }: { product: string | undefined }) {
  return (
    <figure className="min-w-0">
      <LicenseCard
        id="lic_specimen"
        caption={t('storefront.home.specimen')}
        title={product ? t('storefront.home.sampleOf', { product }) : t('storefront.home.sampleAlone')}
        state={<StateBadge of="license" state="active" />}
        licenseKey={{
          label: t('storefront.home.sampleKey'),
          value: 'MINTREU-PACKAGE-7KQ2XW9D-20261122-H4TR8MZKC',
        }}
        facts={[
          { label: t('storefront.home.activations'), value: t('storefront.home.activationsUsed') },
          { label: t('storefront.home.updates'), value: t('storefront.home.updatesUntil') },
          { label: t('storefront.home.support'), value: t('storefront.home.supportUntil') },
        ]}
        meter={{ used: 3, limit: 10 }}
        heading="h2"
      />
      <figcaption className="mt-2 text-small text-ink-3">{t('storefront.home.specimenNote')}</figcaption>
    </figure>
  )
}
