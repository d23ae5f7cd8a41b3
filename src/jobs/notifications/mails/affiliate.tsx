import type { AffiliateEvent } from '@/domain/affiliates/affiliateState'
import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph } from './layout'

export interface AffiliateMail {
  publicUrl: string
  event: AffiliateEvent
  values: Record<'name' | 'code' | 'pitch' | 'note' | 'link', string>
  href: string
}

/** What happened to an application, in one sentence and with one button. */
export function AffiliateNotice({ locale, mail }: { locale: string; mail: AffiliateMail }) {
  const t = wordsFor(locale)
  const { publicUrl, event, values, href } = mail
  return (
    <MailLayout
      title={t(`affiliates.mail.${event}.title`)}
      preview={t(`affiliates.mail.${event}.title`)}
      publicUrl={publicUrl}
      footer={t(`affiliates.mail.${event}.footer`)}
    >
      <Paragraph>{t(`affiliates.mail.${event}.text`, values)}</Paragraph>
      <Action href={href}>{t(`affiliates.mail.${event}.action`)}</Action>
    </MailLayout>
  )
}
