import { createHash } from 'node:crypto'
import { z } from 'zod'
import { collectionOf, type Database } from '@/platform/database'
import { AwayError, HopelessError } from '@/platform/drain'
import type { Mailer } from '@/platform/mail'
import { type OutboxRow, outboxRow } from '@/platform/outbox'
import { step } from '@/platform/steps'
import { composeMail } from './composeMail'
import { addressesOf } from './recipient'

const mailPayload = z.object({
  template: z.string(),
  to: z.string(),
  locale: z.string().default('en'),
  data: z.record(z.string(), z.unknown()),
})

/** Sends the mail of an outbox row. Every try carries the same Message-ID, so that a lost answer doubles nothing. */
export async function sendMail(
  { database, mailer, publicUrl }: { database: Database; mailer: Mailer; publicUrl: string },
  row: Pick<OutboxRow, '_id' | 'payload' | 'reached'>,
): Promise<void> {
  const { template, to, locale, data } = mailPayload.parse(row.payload)
  const addresses = await addressesOf(database, to)
  // A seller without owners (the house, or one that staff look after) has nobody to tell: that is no failure.
  // Nor is an installation without staff: the order itself shows what is to be done.
  if (addresses.length === 0 && /^(sel_|staff:)/.test(to)) return
  if (addresses.length === 0) throw new HopelessError(`nobody to mail: ${to}`)
  const mail = await composeMail({ database, publicUrl, locale }, { template, to, data })
  if (!mail) return
  const letters = addresses.map((to) => ({
    ...mail,
    to,
    messageId: messageId(`${row._id}|${to}`, publicUrl),
  }))
  const due = letters.filter((letter) => !row.reached?.includes(letter.messageId))
  const refusals: unknown[] = []
  for (const letter of due) {
    try {
      await step('mail.send', () => mailer.send(letter))
      if (letters.length > 1) await noteReached(database, row._id, letter.messageId)
    } catch (error) {
      refusals.push(error)
    }
  }
  if (refusals.length > 0) throw refusals.find((error) => error instanceof AwayError) ?? refusals[0]
}

/** One address of several that is refused costs the others neither their mail nor its repeats. */
const noteReached = (database: Database, _id: string, reached: string) =>
  collectionOf(database, outboxRow).updateOne({ _id }, { $addToSet: { reached } })

const messageId = (key: string, publicUrl: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`
