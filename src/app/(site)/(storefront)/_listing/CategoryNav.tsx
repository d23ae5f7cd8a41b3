import { buttonClasses } from '@/app/_components/Button'
import { Icon } from '@/app/_components/Icon'
import type { CategoryNode } from '@/domain/catalog/categories'
import { t } from '@/platform/words'

type Props = {
  roots: readonly CategoryNode[]
  /** From the root to the category of this page; empty where none is chosen. */
  line: readonly string[]
  /** How many products the reader's filters leave in each and below. */
  counts: ReadonlyMap<string, number>
  /** The list of a category, with the reader's filters standing. */
  hrefFor: (path: string) => string
}

/**
 * The tree of categories, open down to where the reader is, each with what its list will show: choosing one keeps the
 * filters. On a phone it folds into a native disclosure.
 */
export function CategoryNav({ roots, ...props }: Props) {
  if (shownOf(roots, props).length === 0) return null
  return (
    <details className="group mb-3 lg:mb-6 lg:[&::details-content]:[content-visibility:visible]">
      <summary
        className={buttonClasses(
          { look: 'outline' },
          'list-none lg:supports-[selector(::details-content)]:hidden [&::-webkit-details-marker]:hidden',
        )}
      >
        {t('storefront.categories.label')}
        <Icon name="chevron" size={16} className="rotate-90 group-open:-rotate-90" />
      </summary>
      <nav aria-label={t('storefront.categories.label')} className="max-lg:mt-3">
        <p className="engraved mb-2 text-ink-2 uppercase max-lg:hidden">{t('storefront.categories.label')}</p>
        <Level nodes={roots} {...props} />
      </nav>
    </details>
  )
}

type LevelProps = Omit<Props, 'roots'>

/** What holds something, and the way to where the reader is. */
const shownOf = (nodes: Props['roots'], { counts, line }: Pick<Props, 'counts' | 'line'>) =>
  nodes.filter(({ id }) => counts.has(id) || line.includes(id))

function Level({ nodes, ...props }: { nodes: Props['roots'] } & LevelProps) {
  const { line, counts, hrefFor } = props
  const shown = shownOf(nodes, props)
  if (shown.length === 0) return null
  return (
    <ul>
      {shown.map((node) => (
        <li key={node.id}>
          <a
            href={hrefFor(`/c/${node.path.join('/')}`)}
            aria-current={node.id === line.at(-1) ? 'page' : undefined}
            className="flex min-h-8 items-center justify-between gap-3 text-[0.9375rem] hover:underline hover:underline-offset-4 aria-[current]:font-semibold pointer-coarse:min-h-11"
          >
            <span className="min-w-0">{node.name}</span>
            <span className="text-small font-normal text-ink-3">
              <span aria-hidden="true">{counts.get(node.id) ?? 0}</span>
              <span className="sr-only">
                {t('storefront.filters.products', { count: counts.get(node.id) ?? 0 })}
              </span>
            </span>
          </a>
          {line.includes(node.id) && node.children.length > 0 && (
            <div className="ms-1 border-s border-line ps-3">
              <Level nodes={node.children} {...props} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
