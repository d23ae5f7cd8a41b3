import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph, Small } from './layout'

export interface RefundMail {
  publicUrl: string
  orderUrl: string
  amount: string
  creditNoteNumber: string | null
  /** Product and package of every line that was given back whole: its licenses ended. */
  ended: string[]
  /** The same of lines that had renewed a license: their days were taken off. */
  takenBack: string[]
}

/** What was given back and what ended with it. */
export function RefundDone({ locale, mail }: { locale: string; mail: RefundMail }) {
  const t = wordsFor(locale)
  return (
    <MailLayout
      title={t('mail.refund.title', { amount: mail.amount })}
      preview={t('mail.refund.preview')}
      publicUrl={mail.publicUrl}
      footer={t('mail.refund.footer')}
    >
      <Paragraph>{t('mail.refund.intro', { amount: mail.amount })}</Paragraph>
      {mail.takenBack.map((line) => (
        <Paragraph key={line}>{t('renewals.mail.takenBack', { line })}</Paragraph>
      ))}
      {mail.ended.map((line) => (
        <Paragraph key={line}>{t('mail.refund.ended', { line })}</Paragraph>
      ))}
      <Action href={mail.orderUrl}>{t('mail.refund.action')}</Action>
      {mail.creditNoteNumber ? (
        <Small>{t('mail.refund.creditNote', { number: mail.creditNoteNumber })}</Small>
      ) : null}
    </MailLayout>
  )
}
