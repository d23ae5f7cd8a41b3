import type { ReactNode } from 'react'
import { Button, buttonClasses } from '@/app/_components/Button'
import { SelectField } from '@/app/_components/Field'
import { Icon } from '@/app/_components/Icon'
import { type Platform, platforms } from '@/domain/catalog/compatibility'
import type { FacetValue } from '@/domain/catalog/filters'
import { productTypes } from '@/domain/catalog/records'
import { t } from '@/platform/words'
import { type Narrowed, PriceBands } from './PriceBands'

/** The id by which controls outside of the form (sort) belong to it. */
export const filterForm = 'filters'

/**
 * All filters as one GET form: works without scripts. On a phone it folds into a native disclosure; where there is
 * room it stands open beside the results.
 */
export function Filters({ listing, base, active }: { listing: Narrowed; base: string; active: number }) {
  return (
    <details className="group lg:[&::details-content]:[content-visibility:visible]">
      <summary
        className={buttonClasses(
          { look: 'outline' },
          'list-none lg:supports-[selector(::details-content)]:hidden [&::-webkit-details-marker]:hidden',
        )}
      >
        {active > 0 ? t('storefront.filters.openWith', { count: active }) : t('storefront.filters.open')}
        <Icon name="chevron" size={16} className="rotate-90 group-open:-rotate-90" />
      </summary>
      <form
        id={filterForm}
        action={base}
        method="get"
        aria-label={t('storefront.filters.label')}
        className="mt-4 grid gap-6 rounded-card border border-line bg-card p-4 lg:mt-0 lg:border-0 lg:bg-transparent lg:p-0"
      >
        <Kept listing={listing} />
        <TypeFacet listing={listing} />
        <StackFacet listing={listing} />
        <PriceFacet listing={listing} base={base} />
        <SellerFacet listing={listing} />
        <Button look="ink" className="justify-self-start">
          {t('storefront.filters.apply')}
        </Button>
      </form>
    </details>
  )
}

/** What the form must not lose: the words and a currency that is not the default. */
function Kept({ listing: { query, currencies } }: { listing: Narrowed }) {
  return (
    <>
      {query.q && <input type="hidden" name="q" value={query.q} />}
      {query.currency !== currencies[0] && <input type="hidden" name="currency" value={query.currency} />}
    </>
  )
}

function TypeFacet({ listing: { query, list } }: { listing: Narrowed }) {
  const counts = countsOf(list.facets.types)
  const shown = productTypes.filter((type) => counts.has(type) || query.types.includes(type))
  if (shown.length === 0) return null
  return (
    <Group title={t('storefront.filters.type')}>
      {shown.map((type) => (
        <Check
          key={type}
          name="type"
          value={type}
          checked={query.types.includes(type)}
          label={t(`storefront.types.${type}`)}
          count={counts.get(type) ?? 0}
        />
      ))}
    </Group>
  )
}

/** Values that nothing matches stay in the list while they are chosen, so that they can be taken back. */
function SellerFacet({ listing: { query, list } }: { listing: Narrowed }) {
  const absent = query.sellers
    .filter((slug) => !list.facets.sellers.some(({ value }) => value === slug))
    .map((slug) => ({ value: slug, name: slug, count: 0 }))
  const all = [...list.facets.sellers, ...absent]
  if (all.length < 2 && query.sellers.length === 0) return null
  const isFirst = (index: number, slug: string) => index < 5 || query.sellers.includes(slug)
  const first = all.filter(({ value }, index) => isFirst(index, value))
  const more = all.filter(({ value }, index) => !isFirst(index, value)).slice(0, 40)
  const check = ({ value, name, count }: (typeof all)[number]) => (
    <Check
      key={value}
      name="seller"
      value={value}
      checked={query.sellers.includes(value)}
      label={name}
      count={count}
    />
  )
  return (
    <Group title={t('storefront.filters.seller')}>
      {first.map(check)}
      {more.length > 0 && (
        <details>
          <summary className="py-1 text-small text-ink-2 underline underline-offset-3">
            {t('storefront.filters.more', { count: more.length })}
          </summary>
          {more.map(check)}
        </details>
      )}
    </Group>
  )
}

function StackFacet({ listing: { query, list } }: { listing: Narrowed }) {
  return (
    <Group title={t('storefront.filters.stack')}>
      <div className="grid grid-cols-2 gap-3">
        <StackSelect platform="php" value={query.php} facets={list.facets.php} />
        <StackSelect platform="laravel" value={query.laravel} facets={list.facets.laravel} />
      </div>
    </Group>
  )
}

/** One select of the reader's stack: any version, or one, newest first, with its count where it is known. */
export function StackSelect({
  platform,
  value,
  facets,
}: {
  platform: Platform
  value?: string | undefined
  facets?: readonly FacetValue[]
}) {
  const counts = facets && countsOf(facets)
  return (
    <SelectField name={platform} label={t(`storefront.stack.${platform}`)} defaultValue={value ?? ''}>
      <option value="">{t('storefront.stack.any')}</option>
      {[...platforms[platform]].reverse().map((line) => (
        <option key={line} value={line}>
          {counts ? t('storefront.filters.counted', { label: line, count: counts.get(line) ?? 0 }) : line}
        </option>
      ))}
    </SelectField>
  )
}

function PriceFacet({ listing, base }: { listing: Narrowed; base: string }) {
  const { query } = listing
  const code = query.currency.toUpperCase()
  return (
    <Group title={t('storefront.filters.price', { code })}>
      <PriceBands listing={listing} base={base} />
      <div className="grid grid-cols-2 gap-3">
        <PriceInput name="min" label={t('storefront.filters.from')} value={query.min} />
        <PriceInput name="max" label={t('storefront.filters.to')} value={query.max} />
      </div>
    </Group>
  )
}

function PriceInput({ name, label, value }: { name: string; label: string; value: number | undefined }) {
  return (
    <label className="block text-small font-semibold">
      <span className="mb-1 block">{label}</span>
      <input
        name={name}
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        defaultValue={value}
        className="h-10 w-full rounded-control border border-edge bg-card px-3 text-base font-normal pointer-coarse:h-11"
      />
    </label>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="engraved mb-2 text-ink-2 uppercase">{title}</legend>
      {children}
    </fieldset>
  )
}

function Check({
  name,
  value,
  checked,
  label,
  count,
}: {
  name: string
  value: string
  checked: boolean
  label: string
  count: number
}) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 text-[0.9375rem] pointer-coarse:min-h-11">
      <input type="checkbox" name={name} value={value} defaultChecked={checked} className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{label}</span>
      <span className="text-small text-ink-3">
        <span aria-hidden="true">{count}</span>
        <span className="sr-only">{t('storefront.filters.products', { count })}</span>
      </span>
    </label>
  )
}

const countsOf = (facets: readonly FacetValue[]): Map<string, number> =>
  new Map(facets.map(({ value, count }) => [value, count]))
