import { createHash } from 'node:crypto'
import { z } from 'zod'
import { collectionOf, type Database } from '@/platform/database'
import { readLink, signLink } from '@/platform/links'
import { addDays, now } from '@/platform/time'
import { isDuplicateKey } from '@/platform/transaction'
import { type MailKind, mailStopRecord } from './records'

/** A mail may lie for years before somebody has enough of its kind. */
const linkDays = 3_650
const claims = z.object({ stop: z.string() })

/** The link that stops a kind of mail names what the mail was about, never an address. */
export const stopUrl = (publicUrl: string, order: string, at = now()): string =>
  `${publicUrl}/mail/stop/${signLink('account-link', { stop: order }, addDays(at, linkDays), at)}`

/** @returns the order that the mail was about. @throws CodedError 403 link_expired, link_invalid. */
export const readStopToken = (token: string): string => readLink('account-link', token, claims).stop

/** An address as the list of stops knows it. */
export const addressHash = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('hex')

const idOf = (kind: MailKind, email: string): string => `${kind}:${addressHash(email)}`

export async function isStopped(database: Database, kind: MailKind, email: string): Promise<boolean> {
  return (await collectionOf(database, mailStopRecord).findOne({ _id: idOf(kind, email) })) !== null
}

/** From here on this address gets no mail of the kind; the second time it changes nothing. */
export async function stopMails(database: Database, kind: MailKind, email: string): Promise<void> {
  const stop = mailStopRecord.schema.parse({ _id: idOf(kind, email), kind, at: now() })
  try {
    await collectionOf(database, mailStopRecord).insertOne(stop)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

export async function allowMails(database: Database, kind: MailKind, email: string): Promise<void> {
  await collectionOf(database, mailStopRecord).deleteOne({ _id: idOf(kind, email) })
}
