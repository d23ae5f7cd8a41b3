import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { SiteHeader } from '../SiteHeader'
import { Options } from './Options'
import { chosenAfter } from './Palette'
import { searchesIn, withSearch } from './recentSearches'

describe('the command palette [CAT-6]', () => {
  it('is a plain link to the search where there are no scripts', () => {
    expect(renderToStaticMarkup(<SiteHeader />)).toMatch(/<a href="\/search"[^>]*aria-haspopup="dialog"/)
  })

  it.each([
    ['ArrowDown', -1, 3, 0],
    ['ArrowDown', 2, 3, -1],
    ['ArrowUp', -1, 3, 2],
    ['ArrowUp', 0, 3, -1],
    ['ArrowDown', -1, 0, -1],
    ['ArrowUp', -1, 0, -1],
    ['a', 1, 3, null],
  ])('%s at %i of %i leads to %s', (key, chosen, count, next) => {
    expect(chosenAfter(key, chosen, count)).toBe(next)
  })

  it('numbers its options through all groups and marks the chosen one', () => {
    const html = renderToStaticMarkup(
      <Options
        id="p"
        label="Suggestions"
        groups={[
          { kind: 'products', label: 'Products', items: [{ href: '/p/a/b', label: 'Kit', note: 'Acme' }] },
          { kind: 'pages', label: 'Pages', items: [{ href: '/cart', label: 'Cart' }] },
        ]}
        chosen={1}
        onChoose={() => undefined}
        onOpen={() => undefined}
      />,
    )
    expect(html).toMatch(/id="p-0" role="option"[^>]*aria-selected="false"/)
    expect(html).toMatch(/id="p-1" role="option"[^>]*aria-selected="true"/)
    expect(html).toContain('role="group" aria-labelledby="p-products"')
  })
})

describe('searches kept on the device', () => {
  it('stand newest first, each once whatever its case, five at most', () => {
    expect(withSearch(['invoice', 'theme'], ' Theme ')).toEqual(['Theme', 'invoice'])
    expect(withSearch(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd'])
    expect(withSearch(['a'], '  ')).toEqual(['a'])
  })

  it.each([
    ['nothing', null],
    ['something broken', '["a'],
    ['something else', '{"a":1}'],
  ])('are none where %s is stored', (_, stored) => {
    expect(searchesIn(stored)).toEqual([])
  })
})
