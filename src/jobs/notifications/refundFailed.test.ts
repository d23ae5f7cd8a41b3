import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Refund, refundRecord } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { smtpMailer } from '@/platform/mail'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { composeMail } from './composeMail'
import { addressesOf } from './recipient'
import { sendMail } from './sendMail'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  await emptyDatabase(database)
  await collectionOf(database, refundRecord).insertOne(refund)
})

const refund: Refund = {
  _id: 'ref_1',
  order: 'ord_1',
  payment: 'pay_1',
  amountMinor: 9_800,
  currency: 'usd',
  lines: [],
  reason: 'asked for',
  status: 'failed',
  providerRefund: 're_1',
  error: 'expired_or_canceled_card',
  requestedBy: { kind: 'system', id: 'test', address: null, requestId: null },
  createdAt: new Date(),
  settledAt: new Date(),
  returnedAt: new Date(),
}

const row = {
  _id: 'mail:refund-failed:ref_1',
  payload: {
    template: 'refund-failed',
    to: 'staff:support:finance',
    locale: 'en',
    data: { order: 'ord_1', refund: 'ref_1', returned: true },
  },
}

const person = (name: string, roles: string[], lockedAt: Date | null = null) =>
  database.db
    .collection<{ _id: string }>('users')
    .insertOne(Object.assign({ _id: `usr_${name}` }, { email: `${name}@example.com`, roles, lockedAt }))

describe('[BUY-10] the mail of a refund that came back', () => {
  it('goes to support, finance and admins who are not locked, and says what to do', async () => {
    await person('support', ['customer', 'support'])
    await person('finance', ['finance'])
    await person('admin', ['admin'])
    await person('editor', ['editor'])
    await person('buyer', ['customer'])
    await person('left', ['finance'], new Date())
    expect((await addressesOf(database, row.payload.to)).sort()).toEqual([
      'admin@example.com',
      'finance@example.com',
      'support@example.com',
    ])
  })

  it('says what happened and what to do, with the way to the order', async () => {
    const source = { database, publicUrl: 'http://localhost:3000', locale: 'en' }
    const { template, to, data } = row.payload
    const mail = await composeMail(source, { template, to, data })
    expect(mail?.subject).toBe('A refund failed: $98.00')
    expect(mail?.text).toContain('expired_or_canceled_card')
    expect(mail?.text).toContain('refund it again')
    expect(mail?.text).toContain('http://localhost:3000/admin/collections/orders/ord_1')
  })

  it('is no failure where nobody works yet', async () => {
    // A port where no server is: a mail that is tried after all breaks.
    const mailer = smtpMailer({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'shop@example.com' })
    await expect(sendMail({ database, mailer, publicUrl: 'http://localhost:3000' }, row)).resolves.toBe(
      undefined,
    )
  })
})
