import { wordsFor } from '@/platform/words'
import { Action, Code, MailLayout, Paragraph, Small } from './layout'

export const digestGroups = [
  'expire',
  'suspend',
  'resume',
  'revoke',
  'renewed',
  'replaced',
  'transferred',
  'limits_changed',
  'limit_passed',
] as const

export interface DigestMail {
  publicUrl: string
  day: string
  groups: { name: (typeof digestGroups)[number]; count: number; lines: string[] }[]
}

/** A seller's day: how many of what, and the first of each. */
export function LicenseDigest({ locale, mail }: { locale: string; mail: DigestMail }) {
  const t = wordsFor(locale)
  const named = mail.groups.map((group) => ({
    ...group,
    heading: t('mail.licenseDigest.heading', {
      name: t(`mail.licenseDigest.what.${group.name}`),
      count: group.count,
    }),
  }))
  return (
    <MailLayout
      title={t('mail.licenseDigest.title', { day: mail.day })}
      preview={t('mail.licenseDigest.preview', {
        summary: named.map(({ heading }) => heading).join(' · '),
      })}
      publicUrl={mail.publicUrl}
      footer={t('mail.license.footer.seller')}
    >
      <Paragraph>{t('mail.licenseDigest.intro')}</Paragraph>
      {named.map(({ name, heading, count, lines }) => (
        <div key={name}>
          <Paragraph>
            <strong>{heading}</strong>
          </Paragraph>
          {lines.map((line) => (
            <Code key={line}>{line}</Code>
          ))}
          {count > lines.length ? (
            <Small>{t('mail.licenseDigest.more', { count: count - lines.length })}</Small>
          ) : null}
        </div>
      ))}
      <Action href={`${mail.publicUrl}/admin/collections/licenses`}>{t('mail.licenseDigest.action')}</Action>
    </MailLayout>
  )
}
