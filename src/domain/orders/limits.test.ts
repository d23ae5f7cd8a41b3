import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/platform/actor'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import type { CartHolder } from './cart'
import { spendCheckout, spendNewCart } from './limits'

const database = await testDatabase()
beforeEach(() => emptyDatabase(database))

const from = (address: string | null): Actor => ({ kind: 'person', id: 'guest', address, requestId: null })
const nobody = { cartId: null, userId: null }
const codes = async (works: (() => Promise<void>)[]): Promise<string[]> =>
  (await Promise.allSettled(works.map((work) => work()))).map((one) =>
    one.status === 'fulfilled' ? 'taken' : String(one.reason.code),
  )
const taken = (all: string[]) => all.filter((code) => code === 'taken').length

describe('carts and checkouts of one address [LIC-8] [BUY-1]', () => {
  it('makes so many new carts in an hour, of a hundred at once exactly those; who has a cart is not counted', async () => {
    const make =
      (address: string, holder: CartHolder = nobody) =>
      () =>
        spendNewCart(database, { actor: from(address), holder, perHour: 10 })
    const all = await codes(Array.from({ length: 100 }, () => make('203.0.113.7')))
    expect(taken(all)).toBe(10)
    expect(new Set(all)).toEqual(new Set(['taken', 'too_many_attempts']))
    expect(await codes([make('203.0.113.8')])).toEqual(['taken'])
    expect(await codes([make('203.0.113.7', { cartId: 'crt_1', userId: null })])).toEqual(['taken'])
  })

  it('places so many orders in an hour, and one cart not twenty-one times from wherever', async () => {
    const place = (address: string, cartId: string) => () =>
      spendCheckout(database, { actor: from(address), cartId, perHour: 5 })
    const one = await codes(Array.from({ length: 8 }, (_, n) => place('203.0.113.7', `crt_${n}`)))
    expect(taken(one)).toBe(5)
    const many = await codes(Array.from({ length: 30 }, (_, n) => place(`198.51.100.${n}`, 'crt_same')))
    expect(taken(many)).toBe(20)
  })
})
