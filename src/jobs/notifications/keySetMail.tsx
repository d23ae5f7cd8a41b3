import { z } from 'zod'
import { currentKeySet } from '@/domain/licensing/proof/keySet'
import type { Database } from '@/platform/database'
import { wordsFor } from '@/platform/words'
import { KeySetEnds } from './mails/keySetEnds'
import { type ComposedMail, parts } from './parts'

const setData = z.object({ set: z.string(), days: z.number(), expiresAt: z.coerce.date() })

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

/** null: the set was renewed before the mail went. */
export async function keySetMail(
  { database, publicUrl, locale }: Source,
  data: unknown,
): Promise<ComposedMail | null> {
  const { set, days, expiresAt } = setData.parse(data)
  if ((await currentKeySet(database))?._id !== set) return null
  const end = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt)
  const ended = days === 0
  const subject = wordsFor(locale)(ended ? 'mail.keySetEnds.endedTitle' : 'mail.keySetEnds.title', { end })
  return { subject, ...(await parts(<KeySetEnds locale={locale} mail={{ publicUrl, end, ended }} />)) }
}
