import { type LocalizedText, textIn } from './localized'
import type { Category } from './records'

/** A category in the reader's language; `path` are the slugs from the root down, as in `/c/a/b`. */
export interface CategoryNode {
  id: string
  slug: string
  /** What it was called before. */
  formerSlugs: string[]
  path: string[]
  name: string
  description: string
  parent: string | null
  children: CategoryNode[]
  /** Published products in it and below it. */
  count: number
}

export interface CategoryTree {
  roots: CategoryNode[]
  byId: ReadonlyMap<string, CategoryNode>
}

type StoredCategory = Pick<Category, '_id' | 'slug' | 'position' | 'formerSlugs'> & {
  name: LocalizedText
  description?: LocalizedText | null | undefined
  parent?: string | null | undefined
}

/**
 * The tree of all categories with the number of products in each. A category whose parent is missing, or
 * whose ancestors run in a circle, stands at the root.
 * @param categoriesOfProducts for each published product the ids that it carries
 */
export function categoryTree(
  categories: readonly StoredCategory[],
  categoriesOfProducts: readonly (readonly string[])[],
  locale: string,
): CategoryTree {
  const stored = new Map(categories.map((category) => [category._id, category]))
  const ordered = [...categories].sort((a, b) => a.position - b.position || a.slug.localeCompare(b.slug))
  const byId = new Map<string, CategoryNode>()
  for (const category of ordered) {
    const line = lineOf(category._id, stored)
    byId.set(category._id, {
      id: category._id,
      slug: category.slug,
      formerSlugs: (category.formerSlugs ?? []).map(({ slug }) => slug),
      path: line.map((id) => stored.get(id)?.slug ?? ''),
      name: textIn(category.name, locale),
      description: textIn(category.description, locale),
      parent: line.at(-2) ?? null,
      children: [],
      count: 0,
    })
  }
  for (const node of byId.values()) if (node.parent) byId.get(node.parent)?.children.push(node)
  for (const ids of categoriesOfProducts)
    for (const id of withAncestors(ids, byId)) {
      const node = byId.get(id)
      if (node) node.count += 1
    }
  return { roots: [...byId.values()].filter((node) => node.parent === null), byId }
}

/** The categories and everything above them, each once. */
export function withAncestors(ids: readonly string[], byId: CategoryTree['byId']): Set<string> {
  const all = new Set<string>()
  for (const id of ids)
    for (let at = byId.get(id); at; at = at.parent ? byId.get(at.parent) : undefined) all.add(at.id)
  return all
}

/** From the root to the category itself. */
export function lineage(id: string, byId: CategoryTree['byId']): CategoryNode[] {
  const line: CategoryNode[] = []
  for (let at = byId.get(id); at; at = at.parent ? byId.get(at.parent) : undefined) line.unshift(at)
  return line
}

/** The category at an address, by its whole path of slugs. */
export const categoryAt = (tree: CategoryTree, path: readonly string[]): CategoryNode | undefined =>
  [...tree.byId.values()].find((node) => node.path.join('/') === path.join('/'))

/**
 * The category that an address of before means, renamed or moved in the tree since: by its last slug, today's before former
 * ones.
 */
export function categoryOnceAt(tree: CategoryTree, path: readonly string[]): CategoryNode | undefined {
  const last = path.at(-1) ?? ''
  const all = [...tree.byId.values()]
  return all.find(({ slug }) => slug === last) ?? all.find(({ formerSlugs }) => formerSlugs.includes(last))
}

function lineOf(id: string, stored: ReadonlyMap<string, StoredCategory>): string[] {
  const line: string[] = []
  for (let at = stored.get(id); at; at = at.parent ? stored.get(at.parent) : undefined) {
    if (line.includes(at._id)) return [id]
    line.unshift(at._id)
  }
  return line
}
