import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph, Small } from './layout'

/** The mails of an account differ in words alone: what happened, one button, how long it works. */
export const accountMails = [
  'verify-email',
  'already-registered',
  'reset-password',
  'password-changed',
  'new-browser',
  'account-locked',
  'account-unlocked',
  'signed-out',
  'rights-changed',
] as const
export type AccountMail = (typeof accountMails)[number]

const names = {
  'verify-email': 'verifyEmail',
  'already-registered': 'alreadyRegistered',
  'reset-password': 'resetPassword',
  'password-changed': 'passwordChanged',
  'new-browser': 'newBrowser',
  'account-locked': 'accountLocked',
  'account-unlocked': 'accountUnlocked',
  'signed-out': 'signedOut',
  'rights-changed': 'rightsChanged',
} as const satisfies Record<AccountMail, string>

export function AccountNotice({
  locale,
  template,
  publicUrl,
  url,
  facts = null,
}: {
  locale: string
  template: AccountMail
  publicUrl: string
  url: string
  /** What happened, where the words alone do not say it. */
  facts?: string | null
}) {
  const t = wordsFor(locale)
  const name = names[template]
  return (
    <MailLayout
      title={t(`mail.${name}.title`)}
      preview={t(`mail.${name}.preview`)}
      publicUrl={publicUrl}
      footer={t(`mail.${name}.footer`)}
    >
      <Paragraph>{t(`mail.${name}.intro`)}</Paragraph>
      {facts && <Paragraph>{facts}</Paragraph>}
      <Action href={url}>{t(`mail.${name}.action`)}</Action>
      <Small>{t('mail.copyLink', { url })}</Small>
    </MailLayout>
  )
}
