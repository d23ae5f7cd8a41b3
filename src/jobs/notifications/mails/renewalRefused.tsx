import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph } from './layout'

export interface RenewalRefusedMail {
  publicUrl: string
  order: string
  line: string
  amount: string
  reason: 'gone' | 'revoked' | 'endless'
}

/** To staff: a buyer paid for a renewal that gave nothing, and the money has to be given back. */
export function RenewalRefused({ locale, mail }: { locale: string; mail: RenewalRefusedMail }) {
  const t = wordsFor(locale)
  const { publicUrl, order, line, amount, reason } = mail
  return (
    <MailLayout
      title={t('renewals.staffMail.title')}
      preview={t('renewals.staffMail.preview')}
      publicUrl={publicUrl}
      footer={t('renewals.staffMail.footer')}
    >
      <Paragraph>{t('renewals.staffMail.reason', { order, line, reason })}</Paragraph>
      <Paragraph>{t('renewals.staffMail.todo', { amount })}</Paragraph>
      <Action href={`${publicUrl}/admin/collections/orders/${encodeURIComponent(order)}`}>
        {t('renewals.staffMail.action')}
      </Action>
    </MailLayout>
  )
}
