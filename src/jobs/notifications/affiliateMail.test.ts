import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import { makeAffiliate } from '../../../tests/setup/affiliates'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { composeMail } from './composeMail'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

describe('[AFF-1] [NOT-1] the mails of an application', () => {
  it.each([
    ['apply', 'Affiliate robin applied with the code robin: “I write weekly.”'],
    ['approve', 'http://shop.test/r/robin'],
    ['reject', 'The reason: spam'],
    ['pause', 'The reason: spam'],
    ['resume', 'http://shop.test/r/robin'],
  ])('of %s says %s', async (event, sentence) => {
    const { _id } = await makeAffiliate(database, { code: 'robin', pitch: 'I write weekly.' })
    const mail = await composeMail(
      { database, publicUrl: 'http://shop.test', locale: 'en' },
      { template: 'affiliate', to: 'usr_x', data: { affiliate: _id, event, note: 'spam' } },
    )
    expect(mail?.subject).not.toBe('')
    expect(mail?.text?.replace(/\s+/g, ' ')).toContain(sentence)
  })
})
