import type { LetterKind, LetterRole } from '@/domain/licensing/notices/letters'
import { type MessageValues, wordsFor } from '@/platform/words'
import { Action, Code, MailLayout, Paragraph, Small } from './layout'

export interface LicenseMail {
  publicUrl: string
  kind: LetterKind
  role: LetterRole
  /** What fills the texts of the kind. */
  values: MessageValues
  /** The licenses it is about, or the places; a few of them. */
  lines: string[]
  /** So many more than `lines`. */
  more: number
  /** Changed limits, in words. */
  changes: { field: string; before: string; after: string }[]
  /** What the person who did it said. */
  note: string | null
  /** For who has no account to look the key up in. */
  keys: string[]
  action: { href: string; label: 'openLicense' | 'openOrder' | 'registerAction' }
  /** Where the customer has the key replaced; `answer`: by answering the mail; null: not offered. */
  replace: { href: string } | 'answer' | null
}

const nameOf = (kind: LetterKind) =>
  kind.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as 'expired'

/** The part of the messages for this reader: sellers and staff read other words of a suspicion, sellers of a test's end. */
export function licenseWords(kind: LetterKind, role: LetterRole) {
  if (kind === 'suspected' && role === 'seller') return 'mail.license.suspectedSeller'
  if (kind === 'suspected' && role === 'staff') return 'mail.license.suspectedStaff'
  if (kind === 'ending' && role === 'seller') return 'mail.license.endingSeller'
  return `mail.license.${nameOf(kind)}` as const
}

/** Every mail about a license: what happened, to which, what it means, one button. */
export function LicenseLetter({ locale, mail }: { locale: string; mail: LicenseMail }) {
  const t = wordsFor(locale)
  const { kind, role, values, replace, action } = mail
  const words = licenseWords(kind, role)
  return (
    <MailLayout
      title={t(`${words}.title`, values)}
      preview={t(`${words}.preview`, values)}
      publicUrl={mail.publicUrl}
      footer={t(`mail.license.footer.${role}`)}
    >
      <Paragraph>{t(`${words}.intro`, values)}</Paragraph>
      {mail.changes.map((change) => (
        <Paragraph key={change.field}>
          {t('mail.license.change', {
            name: t(`mail.license.limit.${change.field}` as 'mail.license.limit.seats'),
            before: change.before,
            after: change.after,
          })}
        </Paragraph>
      ))}
      {mail.lines.map((line) => (
        <Code key={line}>{line}</Code>
      ))}
      {mail.more > 0 ? <Small>{t('mail.license.more', { count: mail.more })}</Small> : null}
      {mail.keys.length > 0 ? <Paragraph>{t('mail.license.newKey')}</Paragraph> : null}
      {mail.keys.map((key) => (
        <Code key={key}>{key}</Code>
      ))}
      {mail.note ? <Paragraph>{t('mail.license.note', { note: mail.note })}</Paragraph> : null}
      {replace ? (
        <Paragraph>{t(`mail.license.${replace === 'answer' ? 'replaceGuest' : 'replaceKey'}`)}</Paragraph>
      ) : null}
      {replace && replace !== 'answer' ? (
        <Action href={replace.href}>{t('mail.license.replaceAction')}</Action>
      ) : (
        <Action href={action.href}>{t(`mail.license.${action.label}`, values)}</Action>
      )}
      {action.label === 'registerAction' ? <Small>{t('mail.license.register')}</Small> : null}
    </MailLayout>
  )
}
