import type { ReactNode } from 'react'
import { Button, LinkButton } from '@/app/_components/Button'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { EmptyState } from '@/app/_components/EmptyState'
import { Icon } from '@/app/_components/Icon'
import { Pagination } from '@/app/_components/Pagination'
import type { CategoryNode } from '@/domain/catalog/categories'
import { productSorts } from '@/domain/catalog/listProducts'
import { t } from '@/platform/words'
import { CategoryNav } from './CategoryNav'
import { currencySuffix, ResultGrid } from './cards'
import { type Chip, chipsOf, droppedFilters } from './chips'
import { Filters, filterForm } from './Filters'
import { type ListingQuery, listingHref } from './listingQuery'
import type { Listing } from './loadListing'
import { PageTags } from './PageTags'
import type { Narrowed } from './PriceBands'
import { StackForm } from './StackForm'

type Props = {
  listing: Listing
  /** Path of this list. */
  base: string
  /** Heading and what stands around it. */
  head: ReactNode
  /** The tree of categories, and the way from its root to the one of this page. */
  categories: readonly CategoryNode[]
  line?: readonly string[]
  /** Names of categories and others that the page shows beside products. */
  tags?: readonly string[]
}

/** A list with its filters: the same for browse, categories and search. */
export function ListingView({ listing, base, head, categories, line = [], tags = [] }: Props) {
  const { query, list, currencies } = listing
  const home = currencies[0] ?? query.currency
  const suffix = currencySuffix(query.currency, home)
  const chips = chipsOf(listing)
  return (
    <div className="page pt-8">
      <PageTags tags={['list', ...tags, ...list.items.map(({ id }) => id)]} />
      {head}
      <div className="mt-6 grid gap-x-10 gap-y-5 border-t border-ink pt-6 lg:grid-cols-[232px_minmax(0,1fr)]">
        <DrawnOnPage
          of={Aside}
          given={{ narrowed: narrowedOf(listing), base, active: chips.length, roots: categories, line, home }}
        />
        <section aria-label={t('storefront.results.label')}>
          <DrawnOnPage
            of={Toolbar}
            given={{ query, total: list.total }}
            className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3"
          />
          {list.total > 0 && <StackForm base={base} query={query} home={home} />}
          <Chips chips={chips} hrefFor={(change) => listingHref(base, query, change, home)} base={base} />
          {list.items.length > 0 ? (
            <DrawnOnPage of={ResultGrid} given={{ listings: list.items, suffix }} />
          ) : (
            <NothingFound listing={listing} base={base} home={home} />
          )}
          <DrawnOnPage of={Pages} given={{ page: list.page, pages: list.pages, base, query, home }} />
        </section>
      </div>
    </div>
  )
}

const narrowedOf = ({ query, currencies, list: { facets } }: Listing): Narrowed => ({
  query,
  currencies,
  list: { facets },
})

type AsideProps = {
  narrowed: Narrowed
  base: string
  active: number
  roots: readonly CategoryNode[]
  line: readonly string[]
  home: string
}

function Aside({ narrowed, base, active, roots, line, home }: AsideProps) {
  return (
    <>
      <CategoryNav
        roots={roots}
        line={line}
        counts={narrowed.list.facets.categories}
        hrefFor={(path) => listingHref(path, narrowed.query, {}, home)}
      />
      <Filters listing={narrowed} base={base} active={active} />
    </>
  )
}

type PagesProps = { page: number; pages: number; base: string; query: ListingQuery; home: string }

function Pages({ page, pages, base, query, home }: PagesProps) {
  return (
    <Pagination page={page} pages={pages} hrefFor={(to) => listingHref(base, query, { page: to }, home)} />
  )
}

/** How many, and in which order: the select belongs to the filter form. */
function Toolbar({ query, total }: { query: ListingQuery; total: number }) {
  const sorts = productSorts.filter((sort) => sort !== 'popular' || query.q !== '')
  return (
    <>
      <p className="text-[0.9375rem] text-ink-2" role="status">
        {t('storefront.results.count', { count: total })}
      </p>
      {total > 1 && (
        <div className="flex items-center gap-2">
          <label htmlFor="sort" className="text-small text-ink-2">
            {t('storefront.sort.label')}
          </label>
          <select
            id="sort"
            name="sort"
            form={filterForm}
            defaultValue={query.sort === 'popular' && query.q === '' ? 'relevance' : query.sort}
            className="h-10 rounded-control border border-edge bg-card px-2 text-[0.9375rem] pointer-coarse:h-11"
          >
            {sorts.map((sort) => (
              <option key={sort} value={sort}>
                {t(`storefront.sort.${sort === 'relevance' && query.q === '' ? 'popular' : sort}`)}
              </option>
            ))}
          </select>
          <Button look="outline" form={filterForm}>
            {t('storefront.sort.apply')}
          </Button>
        </div>
      )}
    </>
  )
}

function Chips({
  chips,
  hrefFor,
  base,
}: {
  chips: readonly Chip[]
  hrefFor: (change: Chip['without']) => string
  base: string
}) {
  if (chips.length === 0) return null
  return (
    <ul className="mb-5 flex flex-wrap gap-2" aria-label={t('storefront.filters.active')}>
      {chips.map(({ key, label, without }) => (
        <li key={key}>
          <a
            href={hrefFor(without)}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-edge bg-card ps-3 pe-2 text-small hover:border-ink pointer-coarse:min-h-11"
          >
            <span className="sr-only">{t('storefront.filters.remove')}</span>
            {label}
            <Icon name="close" size={16} />
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a
            href={base}
            className="link inline-flex min-h-8 items-center px-2 text-small pointer-coarse:min-h-11"
          >
            {t('storefront.filters.clear')}
          </a>
        </li>
      )}
    </ul>
  )
}

/** Why the list is empty, and the one step that fills it: a filter to drop, another spelling, or everything. */
function NothingFound({ listing, base, home }: { listing: Listing; base: string; home: string }) {
  const { query, list } = listing
  const drops = list.drops.flatMap(({ filter, count }) =>
    filter === 'category' ? [] : [{ filter, count, without: droppedFilters[filter] }],
  )
  const isFiltered = chipsOf(listing).length > 0
  return (
    <EmptyState
      title={query.q ? t('storefront.empty.query', { query: query.q }) : t('storefront.empty.title')}
      action={
        <>
          {drops.slice(0, 3).map(({ filter, count, without }, index) => (
            <LinkButton
              key={filter}
              href={listingHref(base, query, without, home)}
              look={index === 0 ? 'ink' : 'outline'}
            >
              {t(`storefront.empty.drop.${filter}`, { count })}
            </LinkButton>
          ))}
          {drops.length === 0 && (
            <LinkButton href={isFiltered ? base : '/browse'} look="ink">
              {t('storefront.empty.all')}
            </LinkButton>
          )}
        </>
      }
    >
      {whyEmpty(drops.length > 0, isFiltered, query.q !== '')}
    </EmptyState>
  )
}

function whyEmpty(canDrop: boolean, isFiltered: boolean, isSearch: boolean): string {
  if (canDrop) return t('storefront.empty.filtered')
  if (isFiltered) return t('storefront.empty.tooMany')
  return isSearch ? t('storefront.empty.words') : t('storefront.empty.shop')
}
