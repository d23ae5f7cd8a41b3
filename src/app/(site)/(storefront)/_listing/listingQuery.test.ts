import { describe, expect, it } from 'vitest'
import { filtersOf, isNarrowed, listingHref, parseListing } from './listingQuery'

const offered = ['usd', 'eur']
const parse = (query: string) => {
  const params: Record<string, string | string[]> = {}
  for (const name of new URLSearchParams(query).keys()) params[name] = new URLSearchParams(query).getAll(name)
  return parseListing(params, offered)
}

describe('the address of a list [CAT-6]', () => {
  it('an address without a query is everything, in the first currency', () => {
    expect(parse('')).toMatchObject({
      q: '',
      types: [],
      sellers: [],
      sort: 'relevance',
      page: 1,
      currency: 'usd',
    })
  })

  it('reads what a filter form sends, empty fields too', () => {
    expect(parse('q=+kit+&type=api&type=saas&php=8.3&laravel=&min=10&max=&sort=newest')).toMatchObject({
      q: 'kit',
      types: ['api', 'saas'],
      php: '8.3',
      laravel: undefined,
      min: 10,
      max: undefined,
      sort: 'newest',
    })
  })

  it.each([
    'type=car',
    'php=99',
    'min=-1',
    'max=1e9',
    'page=0',
    'page=-2',
    'page=999999',
    'sort=worst',
    'seller=../x',
    'currency=zzz',
    '__proto__=1',
  ])('leaves out what it does not know: %s', (query) => {
    expect(parse(query)).toEqual(parse(''))
  })

  it('says the same again in its own words', () => {
    const query = parse('q=kit&type=api&seller=acme&php=8.3&laravel=12&min=1.5&max=9&sort=newest&page=3')
    const href = listingHref('/search', query, { page: query.page }, 'usd')
    expect(parse(href.split('?')[1] ?? '')).toEqual(query)
  })

  it('a changed filter begins at the first page', () => {
    expect(listingHref('/browse', parse('page=3&php=8.3'), { php: undefined }, 'usd')).toBe('/browse')
  })

  it('keeps another currency than the default', () => {
    expect(listingHref('/browse', parse('currency=eur'), {}, 'usd')).toBe('/browse?currency=eur')
  })

  it('prices become minor units', () => {
    expect(filtersOf(parse('min=19.99&max=50'))).toMatchObject({ priceMinMinor: 1999, priceMaxMinor: 5000 })
  })

  it('a page of the whole list is not narrowed, a filter is', () => {
    expect([isNarrowed(parse('page=2')), isNarrowed(parse('php=8.3'))]).toEqual([false, true])
  })
})
