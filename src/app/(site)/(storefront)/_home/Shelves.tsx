import { LinkButton } from '@/app/_components/Button'
import { EmptyState } from '@/app/_components/EmptyState'
import type { HomePage } from '@/domain/catalog/homePage'
import { t } from '@/platform/words'
import { Rail } from '../_listing/Rail'
import { CategoryTiles } from './CategoryTiles'
import { Featured } from './Featured'
import { Promises } from './Promises'

/** Everything below the first screen: products in rails, the tree of subjects, why one may buy here. */
export function Shelves({ home, suffix }: { home: HomePage; suffix: string }) {
  const [featured, ...curated] = home.curated
  const isEmpty = home.newest.length + home.popular.length + home.curated.length === 0
  return (
    <>
      <Featured rail={featured} suffix={suffix} />
      <Rail
        id="new"
        title={t('storefront.home.new')}
        items={home.newest}
        suffix={suffix}
        aside={<More href="/browse?sort=newest">{t('storefront.home.allNew')}</More>}
      />
      {isEmpty && (
        <div className="page mt-16">
          <EmptyState
            title={t('storefront.empty.shopTitle')}
            action={
              <LinkButton href="/licenses-explained" look="outline">
                {t('storefront.home.licenses')}
              </LinkButton>
            }
          >
            {t('storefront.empty.shop')}
          </EmptyState>
        </div>
      )}
      {curated.map(({ id, slug, title, intro, items }) => (
        <Rail
          key={id}
          id={`collection-${slug}`}
          title={title}
          intro={intro}
          items={items.slice(0, 4)}
          suffix={suffix}
          aside={<More href={`/collections/${slug}`}>{t('storefront.home.wholeCollection')}</More>}
        />
      ))}
      <CategoryTiles categories={home.categories} />
      <Rail
        id="popular"
        title={t('storefront.home.popular')}
        items={home.popular.slice(0, 4)}
        suffix={suffix}
        aside={<More href="/browse">{t('storefront.home.allPopular')}</More>}
      />
      <Promises />
    </>
  )
}

function More({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="py-1 hover:underline hover:underline-offset-4">
      {children} <span aria-hidden="true">→</span>
    </a>
  )
}
