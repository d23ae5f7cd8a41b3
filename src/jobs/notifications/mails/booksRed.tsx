import type { BookProblem } from '@/domain/orders/bookProblem'
import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph } from './layout'

export interface BooksRedMail {
  publicUrl: string
  wrong: number
  /** The first of them. */
  rows: readonly BookProblem[]
}

/** To finance: the oracle found rows that are wrong, and nothing is issued until somebody has looked. */
export function BooksRed({ locale, mail }: { locale: string; mail: BooksRedMail }) {
  const t = wordsFor(locale)
  const { publicUrl, wrong, rows } = mail
  return (
    <MailLayout
      title={t('mail.booksRed.title')}
      preview={t('mail.booksRed.preview')}
      publicUrl={publicUrl}
      footer={t('mail.booksRed.footer')}
    >
      <Paragraph>{t('mail.booksRed.what', { count: wrong })}</Paragraph>
      {rows.map(({ invariant, row, detail }) => (
        <Paragraph key={`${invariant} ${row} ${detail}`}>
          {t('mail.booksRed.row', { invariant, row, detail })}
        </Paragraph>
      ))}
      {wrong > rows.length ? (
        <Paragraph>{t('mail.booksRed.more', { count: wrong - rows.length })}</Paragraph>
      ) : null}
      <Action href={`${publicUrl}/admin/collections/oracle-runs`}>{t('mail.booksRed.action')}</Action>
    </MailLayout>
  )
}
