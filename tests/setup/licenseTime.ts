import type { License } from '@/domain/licensing/records'
import { expireLicenses } from '@/jobs/licensing/expireLicenses'
import { remindLicenses } from '@/jobs/licensing/remindLicenses'
import type { Database } from '@/platform/database'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { addDays, addSeconds, moveClock } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { issuedLicense, type SoldFields } from './licenseFixtures'
import { openMailbox, type Received } from './mailbox'

export const soldAt = new Date('2026-01-10T09:00:00Z')
/** The end of a year's license sold then. */
export const yearEnd = new Date('2027-01-10T09:00:00Z')
export const daysBefore = (days: number): Date => addDays(yearEnd, -days)
const staff = { kind: 'staff' as const, id: 'usr_1', address: null, requestId: null }

/** A year of licenses with a clock that a test moves, all jobs of time, and a mailbox that gets what they tell. */
export async function licenseTime(database: Database) {
  const mailbox = await openMailbox(database, 'https://market.example.com')
  const clock = (at: Date) => moveClock(database, at.getTime() - Date.now(), false)

  const time = {
    /** A license of a customer with an address and an account, and of a seller with an owner. */
    async license(fields: SoldFields = {}, change: Partial<License> = {}): Promise<License> {
      const terms = { term: 'annual' as const, updateMonths: null, ...fields.terms }
      const { license } = await issuedLicense(database, { ...fields, terms }, { at: soldAt, change })
      await addReaders(database, license)
      return license
    },
    /** All that time does at a moment, by so many workers at once. */
    async tick(at: Date, workers = 1): Promise<void> {
      await clock(at)
      const run = async () => {
        await expireLicenses(database, at)
        await remindLicenses(database, at)
      }
      await Promise.all(Array.from({ length: workers }, run))
    },
    /** What arrives within the ten minutes after. */
    async received(at: Date, workers = 1): Promise<Received[]> {
      await clock(addSeconds(at, 600))
      return mailbox.receive(workers)
    },
    /** The same in short: `buyer: Widgets has ended`. */
    arrived: async (at: Date, workers = 1): Promise<string[]> =>
      (await time.received(at, workers)).map(({ to, subject }) => `${to.split(/[-@]/)[0]}: ${subject}`),
    async tickAndRead(at: Date, workers = 1): Promise<string[]> {
      await time.tick(at, workers)
      return time.arrived(at, workers)
    },
    act: <T>(at: Date, work: (tx: Tx) => Promise<T>) => transact(database, { actor: staff, now: at }, work),
    rows: (template: string) =>
      collectionOf(database, outboxRow).countDocuments({ 'payload.template': template }),
    async close(): Promise<void> {
      await moveClock(database, 0, false)
      await mailbox.close()
    },
  }
  return time
}

async function addReaders(database: Database, { customer, seller }: License): Promise<void> {
  const insert = (name: string, id: string, fields: object) =>
    database.db.collection<{ _id: string }>(name).insertOne(Object.assign({ _id: id }, fields))
  await insert('customers', customer, { email: 'buyer@example.com', user: 'usr_buyer', createdAt: soldAt })
  const owner = { memberships: { $elemMatch: { seller } } }
  if (await database.db.collection('users').findOne(owner)) return
  await insert('users', newId('usr'), {
    email: `seller-${seller}@example.com`,
    memberships: [{ seller, role: 'owner' }],
    roles: ['seller'],
  })
}
