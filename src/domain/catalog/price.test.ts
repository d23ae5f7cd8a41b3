import { describe, expect, it } from 'vitest'
import { currenciesOf, lowestPrice, type PricedPackage, packagePrice, weightOf } from './price'

const once = (amountMinor: number, currency = 'usd'): PricedPackage => ({
  pricingModel: 'one-time',
  prices: [{ currency, amountMinor }],
  license: { term: 'lifetime' },
})
const subscription = (amountMinor: number, term: 'monthly' | 'annual'): PricedPackage => ({
  pricingModel: 'subscription',
  prices: [{ currency: 'usd', amountMinor }],
  license: { term },
})
const free: PricedPackage = { pricingModel: 'free', prices: [], license: { term: 'lifetime' } }
const usage: PricedPackage = {
  pricingModel: 'usage',
  prices: [],
  usagePrice: { unitPriceMicros: 400_000, per: 1_000, currency: 'usd' },
  license: { term: 'monthly' },
}

describe('the price in the shop window [CAT-5]', () => {
  it.each([
    ['one-time', once(4900), { kind: 'one_time', amountMinor: 4900, currency: 'usd' }],
    ['monthly', subscription(1900, 'monthly'), { kind: 'monthly', amountMinor: 1900, currency: 'usd' }],
    ['annual', subscription(9900, 'annual'), { kind: 'annual', amountMinor: 9900, currency: 'usd' }],
    ['usage', usage, { kind: 'usage', blockMicros: 400_000, blockSize: 1_000, currency: 'usd' }],
    ['free', free, { kind: 'free' }],
  ])('a package sold %s says so', (_name, pkg, price) => {
    expect(packagePrice(pkg, 'usd')).toEqual(price)
  })

  it('a package without a price in the currency is not sold in it', () => {
    expect(packagePrice(once(4900, 'eur'), 'usd')).toBeNull()
    expect(packagePrice(usage, 'eur')).toBeNull()
  })

  it('the lowest of several prices is marked as the beginning of a range', () => {
    expect(lowestPrice([once(9900), once(4900)], 'usd')).toEqual({
      kind: 'one_time',
      amountMinor: 4900,
      currency: 'usd',
      from: true,
    })
  })

  it('one price alone is no range, and neither are equal ones', () => {
    expect(lowestPrice([once(4900)], 'usd')).not.toHaveProperty('from')
    expect(lowestPrice([once(4900), once(4900)], 'usd')).not.toHaveProperty('from')
  })

  it('a free package beside a paid one does not hide what is paid', () => {
    expect(lowestPrice([free, once(4900)], 'usd')).toMatchObject({ kind: 'one_time', amountMinor: 4900 })
    expect(lowestPrice([free], 'usd')).toEqual({ kind: 'free' })
  })

  it('nothing sold in the currency has no price', () => {
    expect(lowestPrice([once(4900, 'eur')], 'usd')).toBeNull()
    expect(lowestPrice([], 'usd')).toBeNull()
  })

  it('a block of usage weighs what it costs in minor units', () => {
    const price = packagePrice(usage, 'usd')
    expect(price && weightOf(price)).toBe(40)
  })

  it('lists the currencies in the order of the settings', () => {
    expect(currenciesOf([once(1, 'eur'), once(1, 'usd')], ['usd', 'eur', 'gbp'])).toEqual(['usd', 'eur'])
  })
})
