import { Button } from '@/app/_components/Button'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { type Platform, platforms } from '@/domain/catalog/compatibility'
import { t } from '@/platform/words'
import { type ListingQuery, listingHref } from './listingQuery'
import { StackMemory } from './StackMemory'

/** What the reader runs, beside a list: marks what does not fit, and narrows the list to what does. */
export function StackForm({ base, query, home }: { base: string; query: ListingQuery; home: string }) {
  const kept = listingHref('', query, { php: undefined, laravel: undefined }, home)
  return (
    <form
      action={base}
      method="get"
      aria-label={t('storefront.stack.title')}
      className="when-script mb-5 flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-sunken px-4 py-2 text-small"
    >
      {[...new URLSearchParams(kept)].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <DrawnOnPage of={Versions} given={{}} className="contents" />
      <span className="ms-auto flex flex-wrap items-center gap-x-3">
        <StackMemory forget={t('storefront.stack.forget')} />
        <Button look="outline" size="small" className="bg-card">
          {t('storefront.stack.only')}
        </Button>
      </span>
    </form>
  )
}

function Versions() {
  return (
    <>
      <span className="font-semibold">{t('storefront.stack.title')}</span>
      <VersionSelect platform="php" />
      <VersionSelect platform="laravel" />
    </>
  )
}

function VersionSelect({ platform }: { platform: Platform }) {
  return (
    <label className="inline-flex items-center gap-2 text-ink-2">
      {t(`storefront.stack.${platform}`)}
      <select
        name={platform}
        className="h-9 rounded-control border border-edge bg-card px-2 text-ink pointer-coarse:h-11"
      >
        <option value="">{t('storefront.stack.any')}</option>
        {[...platforms[platform]].reverse().map((line) => (
          <option key={line} value={line}>
            {line}
          </option>
        ))}
      </select>
    </label>
  )
}
