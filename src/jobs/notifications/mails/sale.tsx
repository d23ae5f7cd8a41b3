import { wordsFor } from '@/platform/words'
import { Action, MailLayout, Paragraph, Small } from './layout'

export interface SaleMail {
  publicUrl: string
  lines: {
    product: string
    package: string
    quantity: number
    net: string
    commission: string
    /** What the affiliate gets who brought the buyer; null: nobody did. */
    affiliate: string | null
    share: string
  }[]
  availableOn: string
}

/** A seller's own lines of an order: what was sold, what the platform takes, what is left and when. */
export function SaleMade({ locale, mail }: { locale: string; mail: SaleMail }) {
  const t = wordsFor(locale)
  return (
    <MailLayout
      title={t('mail.sale.title')}
      preview={t('mail.sale.preview', { product: mail.lines[0]?.product ?? '' })}
      publicUrl={mail.publicUrl}
      footer={t('mail.sale.footer')}
    >
      {mail.lines.map((line) => (
        <div key={`${line.product} ${line.package}`}>
          <Paragraph>
            <strong>{line.product}</strong> · {line.package} × {line.quantity}
          </Paragraph>
          <Small>
            {line.affiliate
              ? t('mail.sale.splitReferred', {
                  net: line.net,
                  commission: line.commission,
                  affiliate: line.affiliate,
                  share: line.share,
                })
              : t('mail.sale.split', { net: line.net, commission: line.commission, share: line.share })}
          </Small>
        </div>
      ))}
      <Paragraph>{t('mail.sale.available', { on: mail.availableOn })}</Paragraph>
      <Action href={`${mail.publicUrl}/admin/collections/order-items`}>{t('mail.sale.action')}</Action>
    </MailLayout>
  )
}
