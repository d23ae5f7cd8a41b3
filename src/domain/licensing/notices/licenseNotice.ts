import { addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { type License, type LicenseReason, licenseRecord } from '../records'
import type { Letter, LetterFacts } from './letters'
import { postLetter } from './postLetter'
import { endIsKnown } from './reminders'
import { noteInDigest } from './sellerDigest'

/** What happened to a license, as the act says it. Who is told, how and how often is decided here. */
export type LicenseNotice =
  | { kind: 'expired' | 'renewed' }
  | { kind: 'suspended' | 'resumed' | 'revoked'; reason: LicenseReason; note?: string | null }
  /** `note`: the words of who did it; the customer reads them. */
  | { kind: 'issued' | 'extended'; note: string | null }
  | ({ kind: 'limits_changed' } & LetterFacts<'limits_changed'>)
  | { kind: 'key_replaced'; old: string; until: Date | null; note: string | null }
  /** `license` is already the new owner's. */
  | { kind: 'transferred'; from: string; keepPlaces: boolean; note: string | null }
  | ({ kind: 'requested' } & LetterFacts<'requested'>)
  | ({ kind: 'request_rejected' } & LetterFacts<'request_rejected'>)
  | { kind: 'activated' }
  | { kind: 'suspected'; places: number; addresses: number }
  | { kind: 'ending'; end: Date; days: number }
  | { kind: 'grace'; end: Date }
  | { kind: 'updates_ending'; until: Date }
  | { kind: 'key_ends'; old: string; until: Date }
  | ({ kind: 'usage' } & LetterFacts<'usage'>)

/** New places of a quarter of an hour come in one mail. */
const alertSeconds = 900
/** What a job finds for many licenses of one order within a run becomes one mail. */
const gatherSeconds = 120
/** What only time does; whoever tries a license out is not told of it, its seller is. */
const ofTime = new Set<LicenseNotice['kind']>(['ending', 'grace', 'expired', 'updates_ending', 'usage'])
/** What a seller reads the next morning; a suspicion comes at once, the rest does not concern them. */
const inDigest = new Set<LicenseNotice['kind']>([
  'expired',
  'suspended',
  'resumed',
  'revoked',
  'renewed',
  'extended',
  'limits_changed',
  'key_replaced',
  'transferred',
  'usage',
])

/**
 * Tells whom it concerns what happened to a license, each once, as outbox rows of this transaction. Call it in the
 * transaction of the act, with the license as it is afterwards. States are told by `changeLicenseStatus` and `applyEvent`
 * themselves.
 * @returns whether a mail was written that was not before.
 */
export async function licenseNotice(tx: Tx, license: License, notice: LicenseNotice): Promise<boolean> {
  let written = false
  for (const letter of lettersOf(license, notice, tx.now))
    written = (await postLetter(tx, license, letter)) || written
  if (inDigest.has(notice.kind)) await noteInDigest(tx, license)
  // Such a mail names the end; a reminder of the same end right after it would say nothing new.
  if (notice.kind === 'renewed' || notice.kind === 'extended')
    await tx
      .of(licenseRecord)
      .update({ _id: license._id }, { $set: { reminded: endIsKnown(license.expiresAt, tx.now) } })
  return written
}

function lettersOf(license: License, notice: LicenseNotice, now: Date): Letter[] {
  if (notice.kind === 'suspected') return suspicionLetters(license, notice, now)
  const letter = letterOf(license, notice, now)
  if (notice.kind === 'transferred')
    return [
      letter,
      {
        kind: 'transferred_away',
        role: 'customer',
        to: notice.from,
        occasion: now.toISOString(),
        facts: { note: notice.note },
      },
    ]
  // The mail of the refund says that the license ended with it.
  if (notice.kind === 'revoked' && notice.reason === 'refunded') return []
  if (!license.test || !ofTime.has(notice.kind)) return [letter]
  return notice.kind === 'ending' ? [{ ...letter, role: 'seller', to: license.seller }] : []
}

/** The customer's mail; what a customer asks for is the seller's. */
function letterOf(
  { customer, seller, expiresAt }: License,
  notice: Exclude<LicenseNotice, { kind: 'suspected' }>,
  now: Date,
): Letter {
  const at = now.toISOString()
  const own = { role: 'customer' as const, to: customer, occasion: at }
  const soon = { notBefore: addSeconds(now, gatherSeconds) }
  switch (notice.kind) {
    case 'activated': {
      const start = Math.floor(now.getTime() / 1_000 / alertSeconds) * alertSeconds * 1_000
      const from = new Date(start).toISOString()
      const until = addSeconds(new Date(start), alertSeconds)
      return {
        ...own,
        kind: 'activated',
        occasion: from,
        facts: { from, until: until.toISOString() },
        notBefore: until,
      }
    }
    case 'ending': {
      const end = notice.end.toISOString()
      return {
        ...own,
        ...soon,
        kind: 'ending',
        occasion: `${end}:${notice.days}`,
        facts: { end, days: notice.days },
      }
    }
    case 'grace': {
      const end = notice.end.toISOString()
      return { ...own, ...soon, kind: 'grace', occasion: end, facts: { end } }
    }
    case 'expired': {
      const end = expiresAt?.toISOString() ?? null
      return { ...own, ...soon, kind: 'expired', occasion: end ?? at, facts: { end } }
    }
    case 'updates_ending': {
      const until = notice.until.toISOString()
      return { ...own, ...soon, kind: 'updates_ending', occasion: until, facts: { until } }
    }
    case 'key_ends': {
      const until = notice.until.toISOString()
      return { ...own, kind: 'key_ends', occasion: until, facts: { old: notice.old, until } }
    }
    case 'suspended':
    case 'resumed':
      return { ...own, kind: notice.kind, facts: { at, reason: notice.reason, note: notice.note ?? null } }
    case 'revoked':
      return { ...own, kind: 'revoked', facts: { reason: notice.reason, note: notice.note ?? null } }
    case 'renewed':
      return { ...own, kind: 'renewed', facts: {} }
    case 'issued':
    case 'extended':
      return { ...own, kind: notice.kind, facts: { note: notice.note } }
    case 'requested':
      return {
        ...own,
        kind: 'requested',
        role: 'seller',
        to: seller,
        facts: { asked: notice.asked, note: notice.note },
      }
    case 'request_rejected':
      return { ...own, kind: notice.kind, facts: { asked: notice.asked, note: notice.note } }
    case 'limits_changed': {
      const { kind, ...facts } = notice
      return { ...own, kind, facts }
    }
    case 'key_replaced': {
      const { old, note } = notice
      return {
        ...own,
        kind: 'key_replaced',
        facts: { old, note, until: notice.until?.toISOString() ?? null },
      }
    }
    case 'transferred': {
      const { keepPlaces, note } = notice
      return { ...own, kind: 'transferred_here', facts: { keepPlaces, note } }
    }
    case 'usage': {
      const { kind, ...facts } = notice
      return { ...own, kind, occasion: `${facts.metric}:${facts.period}:${facts.threshold}`, facts }
    }
  }
}

/** At once, to all three: the customer can have the key replaced, the seller and staff can look at the evidence. */
function suspicionLetters(
  { customer, seller, terms }: License,
  { places, addresses }: Extract<LicenseNotice, { kind: 'suspected' }>,
  now: Date,
): Letter[] {
  const since = now.toISOString()
  const readers = [
    { role: 'customer', to: customer },
    { role: 'seller', to: seller },
    { role: 'staff', to: 'staff:support' },
  ] as const
  return readers.map((reader) => ({
    ...reader,
    kind: 'suspected',
    occasion: since,
    facts: { since, places, addresses, blocks: terms.cloneBlocks },
  }))
}
