import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { render } from '@react-email/render'
import type { ReactElement } from 'react'
import { AccountNotice, accountMails } from '@/jobs/notifications/mails/account'
import { OrderCompleted } from '@/jobs/notifications/mails/orderCompleted'
import { RefundDone } from '@/jobs/notifications/mails/refund'
import { RefundFailed } from '@/jobs/notifications/mails/refundFailed'
import { SaleMade } from '@/jobs/notifications/mails/sale'

/** Every mail with invented content, as files to open in a browser: `npm run mail:preview`. */
const folder = path.resolve(import.meta.dirname, '../.data/mail-preview')
const publicUrl = 'http://localhost:3000'
const locale = 'en'
const orderUrl = `${publicUrl}/order/preview`
const line = { product: 'Invoice Kit', package: 'Extended' }

const mails: Record<string, ReactElement> = {
  'order-completed': (
    <OrderCompleted
      locale={locale}
      mail={{
        publicUrl,
        orderUrl,
        total: '$178.00',
        invoiceNumber: '2026-000042',
        guest: true,
        lines: [
          {
            ...line,
            seller: 'Acme Works',
            keys: ['MINTREU-PACKAGE-PREVIEW2-20261124-PREVIEWPREVIEW22-00000000'],
          },
        ],
      }}
    />
  ),
  refund: (
    <RefundDone
      locale={locale}
      mail={{
        publicUrl,
        orderUrl,
        amount: '$149.00',
        creditNoteNumber: 'CN-2026-000007',
        ended: ['Invoice Kit, Extended'],
      }}
    />
  ),
  'refund-failed': (
    <RefundFailed
      locale={locale}
      mail={{
        publicUrl,
        order: 'ord_preview',
        amount: '$149.00',
        error: 'expired_or_canceled_card',
        returned: true,
      }}
    />
  ),
  sale: (
    <SaleMade
      locale={locale}
      mail={{
        publicUrl,
        availableOn: 'December 8, 2026',
        lines: [{ ...line, quantity: 1, net: '$149.00', commission: '$22.35', share: '$126.65' }],
      }}
    />
  ),
  ...Object.fromEntries(
    accountMails.map((template) => [
      template,
      <AccountNotice key={template} {...{ locale, template, publicUrl, url: `${publicUrl}/preview` }} />,
    ]),
  ),
}

await mkdir(folder, { recursive: true })
for (const [name, element] of Object.entries(mails)) {
  await writeFile(path.join(folder, `${name}.html`), await render(element))
  await writeFile(path.join(folder, `${name}.txt`), await render(element, { plainText: true }))
}
console.log(`${Object.keys(mails).length} mails, each as HTML and text, lie in ${folder}`)
