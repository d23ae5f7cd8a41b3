import { SectionHead } from '@/app/_components/SectionHead'
import type { CategoryNode } from '@/domain/catalog/categories'
import { t } from '@/platform/words'

/** The top of the tree as a ruled index, each with its count. */
export function CategoryTiles({ categories }: { categories: readonly CategoryNode[] }) {
  if (categories.length === 0) return null
  return (
    <section className="page mt-16" aria-labelledby="categories">
      <SectionHead id="categories" title={t('storefront.home.categories')} />
      <ul className="grid gap-x-10 sm:grid-cols-2 lg:grid-cols-3">
        {categories.map((category) => (
          <li key={category.id} className="border-b border-line">
            <a
              href={`/c/${category.path.join('/')}`}
              className="group flex items-baseline justify-between gap-4 py-3"
            >
              <span className="min-w-0">
                <span className="font-semibold group-hover:underline group-hover:underline-offset-4">
                  {category.name}
                </span>
                {category.description && (
                  <span className="block text-small text-ink-2">{category.description}</span>
                )}
              </span>
              <span className="engraved text-ink-3">
                <span aria-hidden="true">{category.count}</span>
                <span className="sr-only">{t('storefront.filters.products', { count: category.count })}</span>
              </span>
            </a>
            <Below nodes={category.children} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What lies under a subject, on one line or two. */
function Below({ nodes }: { nodes: readonly CategoryNode[] }) {
  const shown = nodes.filter(({ count }) => count > 0).slice(0, 4)
  if (shown.length === 0) return null
  return (
    <ul className="-mt-1 flex flex-wrap gap-x-4 pb-3 text-small text-ink-2">
      {shown.map(({ id, path, name }) => (
        <li key={id}>
          <a
            href={`/c/${path.join('/')}`}
            className="inline-flex min-h-6 items-center underline decoration-line underline-offset-3 hover:decoration-ink pointer-coarse:min-h-11"
          >
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}
