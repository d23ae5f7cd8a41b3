import { t } from '@/platform/words'
import { Icon } from './Icon'

type Props = { page: number; pages: number; hrefFor: (page: number) => string }

/**
 * Pages of a list, first page 1; nothing where there is one page.
 *
 * @example <Pagination page={2} pages={9} hrefFor={(page) => `/browse?page=${page}`} />
 */
export function Pagination({ page, pages, hrefFor }: Props) {
  if (pages <= 1) return null
  return (
    <nav
      aria-label={t('common.pagination.label')}
      className="mt-8 flex flex-wrap items-center justify-center gap-1"
    >
      {page > 1 && (
        <a href={hrefFor(page - 1)} rel="prev" className={step}>
          <Icon name="chevron" size={16} className="rotate-180 rtl:rotate-0" />
          {t('common.pagination.previous')}
        </a>
      )}
      <ol className="flex items-center gap-1 max-sm:hidden">
        {pageRow(page, pages).map((each) =>
          typeof each === 'string' ? (
            <li key={each} aria-hidden="true" className="px-1 text-ink-3">
              …
            </li>
          ) : (
            <li key={each}>
              <a
                href={hrefFor(each)}
                aria-label={t('common.pagination.page', { page: each })}
                aria-current={each === page ? 'page' : undefined}
                className="grid min-h-10 min-w-10 place-items-center rounded-control px-2 hover:bg-sunken aria-[current]:bg-ink aria-[current]:font-semibold aria-[current]:text-paper"
              >
                {each}
              </a>
            </li>
          ),
        )}
      </ol>
      <span className="px-2 text-small text-ink-2 sm:hidden">
        {t('common.pagination.current', { page, pages })}
      </span>
      {page < pages && (
        <a href={hrefFor(page + 1)} rel="next" className={step}>
          {t('common.pagination.next')}
          <Icon name="chevron" size={16} />
        </a>
      )}
    </nav>
  )
}

const step =
  'inline-flex min-h-10 items-center gap-1 rounded-control px-3 font-semibold hover:bg-sunken pointer-coarse:min-h-11'

/** First, last and the neighbors of the current page; `gap-n` where pages are left out. */
export function pageRow(page: number, pages: number): (number | string)[] {
  const kept = [1, page - 1, page, page + 1, pages].filter((each) => each >= 1 && each <= pages)
  const row: (number | string)[] = []
  for (const each of [...new Set(kept)].sort((a, b) => a - b)) {
    const before = row.at(-1)
    if (typeof before === 'number' && each - before === 2) row.push(before + 1)
    else if (typeof before === 'number' && each - before > 2) row.push(`gap-${before}`)
    row.push(each)
  }
  return row
}
