import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Alert } from './Alert'
import { StateBadge } from './Badge'
import { CopyField } from './CopyField'
import { DateTime } from './DateTime'
import { Field } from './Field'
import { Money, type Price, priceWords } from './Money'
import { Pagination, pageRow } from './Pagination'
import { ProductCard } from './ProductCard'
import { SiteHeader } from './SiteHeader'

const html = (node: ReactNode) => renderToStaticMarkup(node)

describe('prices as a shop window says them', () => {
  it.each<[string, Price, string, string]>([
    ['whole amounts without cents', { kind: 'one_time', amountMinor: 4900, currency: 'usd' }, '$49', '$49'],
    [
      'broken amounts with both cents',
      { kind: 'one_time', amountMinor: 4950, currency: 'usd' },
      '$49.50',
      '$49.50',
    ],
    [
      'currencies without cents',
      { kind: 'one_time', amountMinor: 4900, currency: 'jpy' },
      '¥4,900',
      '¥4,900',
    ],
    [
      'currencies of three decimals',
      { kind: 'one_time', amountMinor: 4525, currency: 'kwd' },
      'KWD 4.525',
      'KWD 4.525',
    ],
    [
      'subscriptions by the month',
      { kind: 'monthly', amountMinor: 1900, currency: 'usd' },
      '$19 / mo',
      '$19 per month',
    ],
    [
      'subscriptions by the year',
      { kind: 'annual', amountMinor: 19000, currency: 'eur' },
      '€190 / yr',
      '€190 per year',
    ],
    [
      'usage by its block',
      { kind: 'usage', blockMicros: 400_000, blockSize: 1000, currency: 'usd', from: true },
      'from $0.40 / 1k',
      'from $0.40 per 1,000 units',
    ],
    [
      'usage below a cent',
      { kind: 'usage', blockMicros: 125, blockSize: 1, currency: 'usd' },
      '$0.000125 / 1',
      '$0.000125 per unit',
    ],
    ['nothing to pay', { kind: 'free' }, 'Free', 'Free'],
  ])('%s', (_, price, shown, spoken) => {
    const words = priceWords(price)
    // Intl parts currency codes from amounts by a space that does not break.
    expect([words.shown, words.spoken].map((text) => text.replaceAll('\u00a0', ' '))).toEqual([shown, spoken])
  })

  it('an amount of an order keeps its cents', () => {
    expect(html(<Money amountMinor={4900} currency="usd" />)).toContain('$49.00')
  })
})

describe('fields', () => {
  it('hint and error are tied to the control, the error first', () => {
    const field = html(<Field name="email" label="Email" hint="Keys go here" error="An @ is missing" />)
    expect(field).toContain('aria-describedby="email-error email-hint"')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('<label for="email"')
    expect(field).toMatch(/id="email-error"[^>]*>.*An @ is missing/)
  })

  it('a field without faults says nothing of them', () => {
    const field = html(<Field name="email" label="Email" />)
    expect(field).not.toMatch(/aria-invalid=|aria-describedby=/)
  })
})

describe('pages of a list', () => {
  it.each([
    [1, 3, [1, 2, 3]],
    [1, 12, [1, 2, 'gap-2', 12]],
    [4, 12, [1, 2, 3, 4, 5, 'gap-5', 12]],
    [6, 12, [1, 'gap-1', 5, 6, 7, 'gap-7', 12]],
    [12, 12, [1, 'gap-1', 11, 12]],
  ])('page %d of %d shows %j', (page, pages, row) => {
    expect(pageRow(page, pages)).toEqual(row)
  })

  it('one page needs no pager', () => {
    expect(html(<Pagination page={1} pages={1} hrefFor={String} />)).toBe('')
  })
})

describe('parts', () => {
  const product = {
    id: 'prd_01',
    href: '/p/acme/kit',
    type: 'package' as const,
    name: 'Invoice Kit',
    summary: 'Draws invoices',
    price: null,
  }

  it('a product that nobody rated shows no rating', () => {
    expect(html(<ProductCard product={{ ...product, rating: { average: 0, count: 0 } }} />)).not.toContain(
      'Rated',
    )
  })

  it('a card is one link, named by the product', () => {
    const card = html(<ProductCard product={product} />)
    expect(card.match(/<a /g)).toHaveLength(1)
    expect(card).toMatch(/<a href="\/p\/acme\/kit"[^>]*>Invoice Kit<\/a>/)
  })

  it('a card names the versions that it fits, and says in words what it needs [CAT-6]', () => {
    const unfit = { php: { lines: '8.3 8.4', words: 'Needs PHP 8.3 or later' } }
    const card = html(<ProductCard product={{ ...product, unfit }} />)
    expect(card).toContain('data-fits-php="8.3 8.4"')
    expect(card).toMatch(/<p class="unfit-php[^>]*>.*Needs PHP 8\.3 or later<\/p>/)
    expect(html(<ProductCard product={product} />)).not.toContain('data-fits')
  })

  it('a state is said in words, an unknown one by its name', () => {
    expect(html(<StateBadge of="order" state="partially_refunded" />)).toContain('Partly refunded')
    expect(html(<StateBadge of="order" state="odd" />)).toContain('odd')
  })

  it('an alert names its tone for those who do not see color', () => {
    expect(html(<Alert tone="danger" title="Declined" />)).toContain('Problem: ')
  })

  it('a value to copy is there as text', () => {
    expect(html(<CopyField label="Key" value="ABC" />)).toMatch(/<code[^>]*>ABC<\/code>/)
  })

  it('a moment is written for people and for machines', () => {
    const moment = html(<DateTime at="2027-11-22T14:05:00Z" time />)
    expect(moment).toContain('22 Nov 2027, 14:05 UTC')
    expect(moment).toContain('dateTime="2027-11-22T14:05:00.000Z"')
  })

  it('the header is the same for everybody until the boot script fills it', () => {
    const header = html(<SiteHeader />)
    expect(header).toMatch(/data-cart-count=""[^>]*><\/span>/)
    expect(header).toMatch(/data-account=""[^>]*><\/span>/)
  })
})
