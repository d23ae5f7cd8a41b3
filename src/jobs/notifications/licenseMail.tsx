import { customerDocument } from '@/domain/accounts/records'
import { graceEnd } from '@/domain/licensing/licenseWindows'
import { type Letter, type LetterKind, letterData, letterFacts } from '@/domain/licensing/notices/letters'
import { isStillTrue } from '@/domain/licensing/notices/stillTrue'
import {
  type License,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licenseRecord,
} from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { orderUrl } from '@/domain/orders/orderLink'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { now } from '@/platform/time'
import { type MessageValues, wordsFor } from '@/platform/words'
import { changedLimits } from './changedLimits'
import { LicenseLetter, type LicenseMail, licenseWords } from './mails/license'
import { type ComposedMail, parts } from './parts'

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

const dayMs = 86_400_000
const shownLines = 20

/**
 * A mail about licenses, from what its act noted and what holds now. null: what it was about does not hold any more, so
 * nothing is sent.
 */
export async function licenseMail(
  source: Source,
  { kind, to }: { kind: LetterKind; to: string },
  data: unknown,
): Promise<ComposedMail | null> {
  const { licenses: ids, role } = letterData.parse(data)
  const letter = { kind, to, role, facts: letterFacts[kind].parse(data) } as Omit<Letter, 'occasion'> & Letter
  const at = now()
  const found = await collectionOf(source.database, licenseRecord)
    .find({ _id: { $in: ids } })
    .sort({ _id: 1 })
    .toArray()
  const licenses: License[] = []
  for (const license of found) {
    const used = await usedNow(source.database, license, letter, at)
    if (isStillTrue(letter, { license, now: at, used })) licenses.push(license)
  }
  const [first] = licenses
  if (!first) return null
  const places = letter.kind === 'activated' ? await newPlaces(source.database, first, letter.facts) : null
  if (places?.length === 0) return null
  const values = valuesOf(source.locale, letter, licenses, at, places?.length ?? licenses.length)
  const lines = places ?? licenses.map(lineOf)
  const mail: LicenseMail = {
    publicUrl: source.publicUrl,
    kind,
    role,
    values,
    lines: lines.slice(0, shownLines),
    more: Math.max(0, lines.length - shownLines),
    changes: letter.kind === 'limits_changed' ? changedLimits(source.locale, letter.facts) : [],
    note: 'note' in letter.facts ? letter.facts.note : null,
    ...(await waysOf(source, letter, licenses, first)),
  }
  const { locale } = source
  return {
    subject: wordsFor(locale)(`${licenseWords(kind, role)}.subject`, values),
    ...(await parts(<LicenseLetter locale={locale} mail={mail} />)),
    attachments: [],
  }
}

/** What is used of the metric of a warning now, where it is counted here. */
async function usedNow(
  database: Database,
  license: License,
  letter: Letter,
  at: Date,
): Promise<number | null> {
  if (letter.kind !== 'usage') return null
  if (letter.facts.metric === 'activations') return license.seatsTaken
  if (letter.facts.metric !== 'users') return null
  return collectionOf(database, licenseLeaseRecord).countDocuments({
    license: license._id,
    until: { $gt: at },
  })
}

/** The places of the quarter of an hour, as its history has them. */
async function newPlaces(
  database: Database,
  { _id }: License,
  { from, until }: { from: string; until: string },
): Promise<string[]> {
  const rows = await collectionOf(database, licenseHistoryRecord)
    .find({ license: _id, kind: 'activated', at: { $gte: new Date(from), $lt: new Date(until) } })
    .sort({ at: 1 })
    .limit(200)
    .toArray()
  return rows.map(({ data, actor }) =>
    [data.domain ?? data.fingerprint, data.environment, actor.address].filter(Boolean).join(' · '),
  )
}

const lineOf = ({ productName, packageName, maskedKey, test }: License): string =>
  [productName, packageName, maskedKey, ...(test ? ['test'] : [])].join(' · ')

/** Everything that a text about a license may ask for. */
function valuesOf(
  locale: string,
  letter: Letter,
  licenses: readonly License[],
  at: Date,
  count: number,
): MessageValues {
  const t = wordsFor(locale)
  const day = (date: Date | null) => (date ? dayIn(locale, date) : '')
  const [first] = licenses
  const end = first?.expiresAt ?? null
  const { terms, updatesUntil, supportUntil } = first ?? {}
  const grace = terms?.graceDays ?? 0
  const facts: Partial<Record<string, unknown>> = letter.facts
  const until = typeof facts.until === 'string' ? new Date(facts.until) : null
  const ends = [
    end ? t('mail.license.ends', { end: day(end) }) : t('mail.license.noEnd'),
    ...(updatesUntil ? [t('mail.license.updatesEnd', { end: day(updatesUntil) })] : []),
    ...(supportUntil ? [t('mail.license.supportEnd', { end: day(supportUntil) })] : []),
  ].join(' ')
  const isPast = letter.kind === 'updates_ending' && until !== null && until <= at
  return {
    product: [...new Set(licenses.map(({ productName }) => productName))].join(', ').slice(0, 120),
    count,
    days: end ? Math.max(1, Math.ceil((end.getTime() - at.getTime()) / dayMs)) : 0,
    end: day(end),
    grace,
    graceEnd: day(graceEnd(end, grace)),
    trial: yes(terms?.term === 'trial'),
    until: until ? day(until) : ends,
    past: yes(isPast),
    goesOn: yes(until !== null),
    keepPlaces: yes(facts.keepPlaces === true),
    blocks: yes(facts.blocks === true),
    old: String(facts.old ?? ''),
    asked: String(facts.asked ?? ''),
    places: Number(facts.places ?? 0),
    addresses: Number(facts.addresses ?? 0),
    used: Number(facts.used ?? 0),
    limit: Number(facts.limit ?? 0),
    threshold: Number(facts.threshold ?? 0),
    metric: letter.kind === 'usage' ? t(`mail.license.metric.${letter.facts.metric}` as MetricKey) : '',
    reason: reasonOf(letter, t),
  }
}

type MetricKey = 'mail.license.metric.users'

function reasonOf(letter: Letter, t: ReturnType<typeof wordsFor>): string {
  if (letter.kind === 'suspended' || letter.kind === 'revoked')
    return t(`mail.license.reason.${letter.facts.reason}`)
  return letter.kind === 'resumed' ? t(`mail.license.lifted.${letter.facts.reason}`) : ''
}

const yes = (holds: boolean) => (holds ? 'yes' : 'no')

export const dayIn = (locale: string, date: Date): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date)

const aboutKeys = new Set<LetterKind>(['issued', 'key_replaced', 'transferred_here'])
/** Answered by renewing: the mail leads to where that is done. */
const ofEnd = new Set<LetterKind>(['ending', 'grace', 'expired', 'updates_ending'])
const alerts = new Set<LetterKind>(['activated', 'suspected'])

/** Where the reader goes from here: the account, the order of a guest, the panel. */
async function waysOf(
  { database, publicUrl }: Source,
  { kind, role }: Letter,
  licenses: readonly License[],
  first: License,
): Promise<Pick<LicenseMail, 'action' | 'replace' | 'keys'>> {
  const one = licenses.length === 1 ? `/${first._id}` : ''
  if (role !== 'customer')
    return {
      action: {
        href: `${publicUrl}/admin/collections/licenses${one && `${one}/overview`}`,
        label: 'openLicense',
      },
      replace: null,
      keys: [],
    }
  // It is not theirs any more: their account lists what is.
  if (kind === 'transferred_away')
    return {
      action: { href: `${publicUrl}/account/licenses`, label: 'openLicense' },
      replace: null,
      keys: [],
    }
  const customer = await collectionOf(database, customerDocument).findOne({ _id: first.customer })
  if (customer?.user) {
    const href = `${publicUrl}/account/licenses${one}`
    const renews = ofEnd.has(kind) && licenses.length === 1 && first.terms.term !== 'trial'
    return {
      action: { href: renews ? `${href}#renew` : href, label: 'openLicense' },
      replace: alerts.has(kind) ? { href: `${href}#replace` } : null,
      keys: [],
    }
  }
  const order = first.order && (await collectionOf(database, orderDocument).findOne({ _id: first.order }))
  return {
    action:
      order && order.customer === first.customer
        ? { href: orderUrl(publicUrl, order._id), label: 'openOrder' }
        : { href: `${publicUrl}/register`, label: 'registerAction' },
    replace: alerts.has(kind) ? 'answer' : null,
    keys: aboutKeys.has(kind) ? licenses.map(keyText) : [],
  }
}
