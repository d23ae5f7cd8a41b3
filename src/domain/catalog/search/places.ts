import { type CategoryTree, lineage } from '../categories'
import { textIn } from '../localized'
import type { Category } from '../records'

/** Where products stand in the tree of categories: the names that they are found by, in every language. */
export class Places {
  private readonly words = new Map<string, string>()

  constructor(
    categories: readonly Category[],
    readonly tree: CategoryTree['byId'],
  ) {
    const names = new Map(categories.map(({ _id, name }) => [_id, inEveryLanguage(name)]))
    for (const id of tree.keys())
      this.words.set(
        id,
        lineage(id, tree)
          .map((node) => names.get(node.id) ?? '')
          .join(' '),
      )
  }

  /** The names of these categories and of those above them. */
  wordsOf(ids: readonly string[]): string {
    return ids.map((id) => this.words.get(id) ?? '').join(' ')
  }

  /** The same exactly where both the names and the categories are the same. */
  keyOf(ids: readonly string[]): string {
    const lines = ids.map((id) => lineage(id, this.tree).map((node) => node.id))
    return `${lines.join(' ')}\n${this.wordsOf(ids)}`
  }
}

export const inEveryLanguage = (text: Parameters<typeof textIn>[0]): string =>
  [...new Set([textIn(text, 'en'), textIn(text, 'de')])].join(' ')
