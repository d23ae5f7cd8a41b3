import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph } from './layout'

export interface RefundFailedMail {
  publicUrl: string
  order: string
  amount: string
  /** The provider's reason. */
  error: string
  /** It had succeeded, and the bank sent the money back. */
  returned: boolean
}

/** To staff: a buyer did not get the money, and what to do now. */
export function RefundFailed({ locale, mail }: { locale: string; mail: RefundFailedMail }) {
  const t = wordsFor(locale)
  const { publicUrl, order, amount, error, returned } = mail
  return (
    <MailLayout
      title={t('mail.refundFailed.title', { amount })}
      preview={t('mail.refundFailed.preview')}
      publicUrl={publicUrl}
      footer={t('mail.refundFailed.footer')}
    >
      <Paragraph>{t('mail.refundFailed.reason', { order, error })}</Paragraph>
      <Paragraph>{t(returned ? 'mail.refundFailed.returned' : 'mail.refundFailed.failed')}</Paragraph>
      <Action href={`${publicUrl}/admin/collections/orders/${encodeURIComponent(order)}`}>
        {t('mail.refundFailed.action')}
      </Action>
    </MailLayout>
  )
}
