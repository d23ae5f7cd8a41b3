import type { Filter } from 'mongodb'
import { z } from 'zod'
import { type LicenseHistory, licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { wordsFor } from '@/platform/words'
import { dayIn } from './licenseMail'
import { digestGroups, LicenseDigest } from './mails/licenseDigest'
import { type ComposedMail, parts } from './parts'

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

const digestData = z.object({ seller: z.string(), from: z.iso.datetime(), until: z.iso.datetime() })
const shownLines = 10

/** A seller's day, from the history of licenses. null where nothing of it is worth a mail. */
export async function licenseDigestMail(
  { database, publicUrl, locale }: Source,
  data: unknown,
): Promise<ComposedMail | null> {
  const { seller, from, until } = digestData.parse(data)
  const day = { seller, at: { $gte: new Date(from), $lt: new Date(until) } }
  const history = collectionOf(database, licenseHistoryRecord)
  const t = wordsFor(locale)
  const groups = []
  for (const name of digestGroups) {
    const filter = { ...day, ...kindOf[name] }
    const count = await history.countDocuments(filter)
    if (count === 0) continue
    const rows = await history.find(filter).sort({ at: 1 }).limit(shownLines).toArray()
    groups.push({ name, count, lines: await linesOf(database, rows, t) })
  }
  if (groups.length === 0) return null
  const mail = { publicUrl, day: dayIn(locale, new Date(from)), groups }
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  return {
    subject: t('mail.licenseDigest.subject', { day: mail.day, count }),
    ...(await parts(<LicenseDigest locale={locale} mail={mail} />)),
    attachments: [],
  }
}

const state = (event: string) => ({ kind: 'state' as const, 'data.event': event })
const kindOf: Record<(typeof digestGroups)[number], Filter<LicenseHistory>> = {
  expire: state('expire'),
  suspend: state('suspend'),
  resume: state('resume'),
  revoke: state('revoke'),
  // A refunded renewal gives its days back.
  renewed: { kind: 'renewed', 'data.refunded': { $ne: true } },
  replaced: { kind: 'replaced' },
  // A transfer is a line for each owner.
  transferred: { kind: 'transferred', 'data.direction': 'here' },
  limits_changed: { kind: 'limits_changed' },
  // Whoever is at 80 % needs nothing of the seller yet.
  limit_passed: { kind: 'limit_passed', 'data.threshold': 100 },
}

async function linesOf(
  database: Database,
  rows: readonly LicenseHistory[],
  t: ReturnType<typeof wordsFor>,
): Promise<string[]> {
  const licenses = await collectionOf(database, licenseRecord)
    .find({ _id: { $in: rows.map(({ license }) => license) } })
    .project<{ _id: string; productName: string; packageName: string; maskedKey: string }>({
      productName: 1,
      packageName: 1,
      maskedKey: 1,
    })
    .toArray()
  const lines = rows.flatMap((row) => {
    const license = licenses.find(({ _id }) => _id === row.license)
    return license
      ? [
          t('mail.licenseDigest.line', {
            product: license.productName,
            package: license.packageName,
            key: license.maskedKey,
          }),
        ]
      : []
  })
  return [...new Set(lines)]
}
