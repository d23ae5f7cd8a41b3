import { z } from 'zod'
import { affiliateDocument } from '@/domain/affiliates/records'
import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { wordsFor } from '@/platform/words'
import { AffiliateNotice } from './mails/affiliate'
import { type ComposedMail, parts } from './parts'

const affiliateData = z.object({
  affiliate: z.string(),
  event: z.enum(['apply', 'approve', 'reject', 'pause', 'resume']),
  note: z.string().nullable(),
})

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

/** The mail of an application: to staff that there is one, to the person what became of it. */
export async function affiliateMail(
  { database, publicUrl, locale }: Source,
  data: unknown,
): Promise<ComposedMail> {
  const { affiliate: id, event, note } = affiliateData.parse(data)
  const affiliate = await collectionOf(database, affiliateDocument).findOne({ _id: id })
  if (!affiliate) throw new HopelessError(`affiliate ${id} is not there`)
  const values = {
    name: affiliate.name,
    code: affiliate.code,
    pitch: affiliate.pitch ?? '',
    note: note ?? '',
    link: `${publicUrl}/r/${affiliate.code}`,
  }
  const href =
    event === 'apply' ? `${publicUrl}/admin/collections/affiliates/${id}` : `${publicUrl}/account/affiliate`
  return {
    subject: wordsFor(locale)(`affiliates.mail.${event}.subject`, values),
    ...(await parts(<AffiliateNotice locale={locale} mail={{ publicUrl, event, values, href }} />)),
  }
}
