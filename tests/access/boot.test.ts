import { getPayload } from 'payload'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../setup/database'

describe('the panel boots on a migrated database', () => {
  it('reads the house seller that the first migration made', async () => {
    await testDatabase()
    const { default: config } = await import('@payload-config')
    const payload = await getPayload({ config })
    const sellers = await payload.find({ collection: 'sellers', where: { house: { equals: true } } })
    expect(sellers.docs.map((seller) => seller.slug)).toEqual(['mintreu'])
  })
})
