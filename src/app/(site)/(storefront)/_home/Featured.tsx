import { LinkButton } from '@/app/_components/Button'
import { ProductCards } from '@/app/_components/ProductCard'
import type { CuratedRail } from '@/domain/catalog/homePage'
import { t } from '@/platform/words'
import { cardOf } from '../_listing/cards'

/** What editors put first: the collection with the lowest place on the home page, with its own words beside it. */
export function Featured({ rail, suffix }: { rail: CuratedRail | undefined; suffix: string }) {
  if (!rail) return null
  return (
    <section className="page mt-16" aria-labelledby="featured">
      <div className="grid gap-x-8 gap-y-6 border-t border-ink pt-6 lg:grid-cols-[256px_minmax(0,1fr)]">
        <div>
          <p className="engraved text-ink-2 uppercase">{t('storefront.home.featured')}</p>
          <h2 id="featured" className="mt-2 text-h1">
            {rail.title}
          </h2>
          {rail.intro && <p className="mt-2 text-ink-2">{rail.intro}</p>}
          <LinkButton href={`/collections/${rail.slug}`} look="outline" className="mt-4">
            {t('storefront.home.wholeCollection')}
          </LinkButton>
        </div>
        <ProductCards
          products={rail.items.slice(0, 3).map((listing) => cardOf(listing, suffix))}
          className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3"
        />
      </div>
    </section>
  )
}
