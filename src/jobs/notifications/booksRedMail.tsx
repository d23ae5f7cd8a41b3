import { z } from 'zod'
import { oracleRunRecord } from '@/domain/orders/oracle/records'
import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { wordsFor } from '@/platform/words'
import { BooksRed } from './mails/booksRed'
import { type ComposedMail, parts } from './parts'

const dataSchema = z.object({ run: z.string() })
const shownRows = 10

/** That the books are frozen, with the first rows that are wrong. */
export async function booksRed(
  { database, publicUrl, locale }: { database: Database; publicUrl: string; locale: string },
  data: unknown,
): Promise<ComposedMail> {
  const { run: id } = dataSchema.parse(data)
  const run = await collectionOf(database, oracleRunRecord).findOne({ _id: id })
  if (!run) throw new HopelessError(`run ${id} is not there`)
  const rows = run.problems.filter(({ late }) => !late).slice(0, shownRows)
  const mail = { publicUrl, wrong: run.wrong, rows }
  return {
    subject: wordsFor(locale)('mail.booksRed.subject', { count: run.wrong }),
    ...(await parts(<BooksRed locale={locale} mail={mail} />)),
    attachments: [],
  }
}
