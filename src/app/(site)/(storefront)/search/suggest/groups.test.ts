import { describe, expect, it } from 'vitest'
import { pagesFor, suggestGroups } from './groups'

const nothing = { query: '', products: [], categories: [], sellers: [], collections: [], suggestions: [] }

describe('what the palette is told [CAT-6]', () => {
  it('every finding has the address of its page, and no group is empty', () => {
    const { groups } = suggestGroups({
      ...nothing,
      query: 'zzz',
      products: [
        {
          id: 'prd_1',
          handle: 'acme/kit',
          name: 'Kit',
          type: 'package',
          seller: { slug: 'acme', name: 'Acme' },
        },
      ],
      categories: [{ id: 'cat_1', name: 'Billing', path: ['web', 'billing'], count: 2 }],
      sellers: [{ id: 'sel_1', slug: 'acme', name: 'Acme', count: 1 }],
      collections: [{ id: 'cur_1', slug: 'starters', title: 'Starters' }],
    })
    expect(groups.map(({ kind, items }) => [kind, items[0]?.href])).toEqual([
      ['products', '/p/acme/kit'],
      ['categories', '/c/web/billing'],
      ['sellers', '/s/acme'],
      ['collections', '/collections/starters'],
    ])
  })

  it('pages are found by the beginning of any of their words, all where nothing is typed', () => {
    expect(pagesFor('lic').map(({ href }) => href)).toEqual(['/account/licenses', '/licenses-explained'])
    expect(pagesFor('CART').map(({ href }) => href)).toEqual(['/cart'])
    expect(pagesFor('').length).toBeGreaterThan(5)
    expect(suggestGroups(nothing).groups.map(({ kind }) => kind)).toEqual(['pages'])
  })
})
