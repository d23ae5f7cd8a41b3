import { wordsFor } from '@/platform/words'
import { Action, Code, MailLayout, Paragraph, Small } from './layout'

export interface OrderCompletedMail {
  publicUrl: string
  orderUrl: string
  total: string
  invoiceNumber: string | null
  lines: {
    product: string
    package: string
    seller: string
    keys: string[]
    /** Of a line that renews: which license, and what became of it. */
    renewed?: string | null
  }[]
  /** A guest is invited to make an account that owns the order. */
  guest: boolean
}

/** What was bought, its license keys, and where to get the files. */
export function OrderCompleted({ locale, mail }: { locale: string; mail: OrderCompletedMail }) {
  const t = wordsFor(locale)
  return (
    <MailLayout
      title={t('mail.orderCompleted.title')}
      preview={t('mail.orderCompleted.preview', { total: mail.total })}
      publicUrl={mail.publicUrl}
      footer={t('mail.orderCompleted.footer')}
    >
      <Paragraph>{t('mail.orderCompleted.intro', { total: mail.total })}</Paragraph>
      {mail.lines.map((line) => (
        <div key={`${line.product} ${line.package} ${line.renewed}`}>
          <Paragraph>
            <strong>{line.product}</strong> · {line.package}
            <br />
            <span style={{ color: '#4d5f57', fontSize: 14 }}>
              {t('mail.orderCompleted.soldBy', { seller: line.seller })}
            </span>
          </Paragraph>
          {line.renewed && <Paragraph>{line.renewed}</Paragraph>}
          {line.keys.map((key) => (
            <Code key={key}>{key}</Code>
          ))}
        </div>
      ))}
      <Action href={mail.orderUrl}>{t('mail.orderCompleted.action')}</Action>
      {mail.invoiceNumber ? (
        <Small>{t('mail.orderCompleted.invoice', { number: mail.invoiceNumber })}</Small>
      ) : null}
      {mail.guest ? <Small>{t('mail.orderCompleted.guest')}</Small> : null}
    </MailLayout>
  )
}
