import { t } from '@/platform/words'
import { Icon } from './Icon'

type Props = { id: string; query?: string; label?: string; hotkey?: boolean }

/**
 * The search of the shop: a plain GET form to `/search?q=`. `hotkey` for the one in the header,
 * which the key `/` focuses and the palette's button stands in; another one on the same page needs a `label` of its own.
 *
 * @example <SearchForm id="search-again" query="invoice" />
 */
export function SearchForm({ id, query, label = t('common.search.label'), hotkey = false }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is unknown to older screen readers
    <form action="/search" method="get" role="search" aria-label={label} className="relative">
      <input
        id={id}
        type="search"
        name="q"
        defaultValue={query}
        placeholder={t('common.search.placeholder')}
        aria-label={label}
        aria-keyshortcuts={hotkey ? '/' : undefined}
        autoComplete="off"
        maxLength={200}
        className={`h-10 w-full rounded-control border border-edge bg-card ps-3 text-base pointer-coarse:h-11 ${hotkey ? 'pe-28' : 'pe-12'}`}
      />
      <span className="absolute inset-y-0 end-1 flex items-center gap-1">
        <button
          type="submit"
          aria-label={t('common.search.submit')}
          className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink"
        >
          <Icon name="search" />
        </button>
      </span>
    </form>
  )
}
