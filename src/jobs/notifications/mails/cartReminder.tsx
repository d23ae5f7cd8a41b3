import { Link } from '@react-email/components'
import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph, Small } from './layout'

export interface CartReminderMail {
  publicUrl: string
  recoverUrl: string
  stopUrl: string
  lines: string[]
  /** The bank's reason, where a payment was tried and declined. */
  declined: string | null
}

/** What was left at the payment, why, and the way back; why this mail came, and how it never does again. */
export function CartReminder({ locale, mail }: { locale: string; mail: CartReminderMail }) {
  const t = wordsFor(locale)
  const { declined } = mail
  return (
    <MailLayout
      title={t(declined ? 'mail.cartReminder.titleDeclined' : 'mail.cartReminder.title')}
      preview={t('mail.cartReminder.preview')}
      publicUrl={mail.publicUrl}
      footer={t('mail.cartReminder.footer')}
    >
      <Paragraph>
        {declined ? t('mail.cartReminder.declined', { reason: declined }) : t('mail.cartReminder.intro')}
      </Paragraph>
      {mail.lines.map((line) => (
        <Paragraph key={line}>
          <strong>{line}</strong>
        </Paragraph>
      ))}
      <Action href={mail.recoverUrl}>{t('mail.cartReminder.action')}</Action>
      <Small>{t('mail.cartReminder.prices')}</Small>
      <Small>
        {t('mail.cartReminder.why')}{' '}
        <Link href={mail.stopUrl} style={{ color: '#10231c', textDecoration: 'underline' }}>
          {t('mail.cartReminder.stop')}
        </Link>
      </Small>
    </MailLayout>
  )
}
