import type { Database } from '@/platform/database'
import { type CategoryTree, categoryTree } from './categories'
import { shelfOf } from './shelf'

/** All categories as a tree, with the number of published products in and below each. */
export async function listCategories({
  database,
  locale = 'en',
}: {
  database: Database
  locale?: string
}): Promise<CategoryTree> {
  const { categories, products } = await shelfOf(database)
  return categoryTree(
    categories,
    products.map((product) => product.categories),
    locale,
  )
}
