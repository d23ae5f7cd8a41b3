import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { categoryTree } from '@/domain/catalog/categories'
import { CategoryNav } from './CategoryNav'
import { listingHref, parseListing } from './listingQuery'

const category = (slug: string, parent: string | null = null) => ({
  _id: `cat_${slug}`,
  slug,
  parent,
  position: 0,
  name: { en: slug },
})
const { roots } = categoryTree(
  [category('web'), category('billing', 'cat_web'), category('forms', 'cat_web'), category('tools')],
  [['cat_billing'], ['cat_forms'], ['cat_tools']],
  'en',
)
const query = parseListing({ php: '8.3', page: '4' }, ['usd'])

const shown = (counts: Record<string, number>, line: string[]) =>
  renderToStaticMarkup(
    <CategoryNav
      roots={roots}
      line={line}
      counts={new Map(Object.entries(counts))}
      hrefFor={(path) => listingHref(path, query, {}, 'usd')}
    />,
  )

it('a category leads to its list with the filters standing, and tells how many are there then [CAT-6]', () => {
  const html = shown({ cat_web: 7, cat_billing: 7 }, ['cat_web'])
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    '/c/web?php=8.3',
    '/c/web/billing?php=8.3',
  ])
  expect([...html.matchAll(/aria-hidden="true">(\d+)</g)].map(([, count]) => count)).toEqual(['7', '7'])
})

it('the one where the reader is stays, empty or not; without any there is no navigation [CAT-6]', () => {
  expect(shown({}, ['cat_web'])).toContain('aria-current="page"')
  expect(shown({}, [])).toBe('')
})
