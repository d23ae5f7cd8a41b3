import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { render } from '@react-email/render'
import type { ReactElement } from 'react'
import type { LetterKind, LetterRole } from '@/domain/licensing/notices/letters'
import { AccountNotice, accountMails } from '@/jobs/notifications/mails/account'
import { BooksRed } from '@/jobs/notifications/mails/booksRed'
import { CartReminder } from '@/jobs/notifications/mails/cartReminder'
import { KeySetEnds } from '@/jobs/notifications/mails/keySetEnds'
import { LicenseLetter, type LicenseMail } from '@/jobs/notifications/mails/license'
import { LicenseDigest } from '@/jobs/notifications/mails/licenseDigest'
import { OrderCompleted } from '@/jobs/notifications/mails/orderCompleted'
import { RefundDone } from '@/jobs/notifications/mails/refund'
import { RefundFailed } from '@/jobs/notifications/mails/refundFailed'
import { RenewalRefused } from '@/jobs/notifications/mails/renewalRefused'
import { SaleMade } from '@/jobs/notifications/mails/sale'

/** Every mail with invented content, as files to open in a browser: `npm run mail:preview`. */
const folder = path.resolve(import.meta.dirname, '../.data/mail-preview')
const publicUrl = 'http://localhost:3000'
const locale = 'en'
const orderUrl = `${publicUrl}/order/preview`
const line = { product: 'Invoice Kit', package: 'Extended' }

const masked = 'Invoice Kit · Extended · MINTREU-PACKAGE-…-00000000'
/** What the texts about a license may ask for, whichever it is. */
const values = {
  ...{ product: 'Invoice Kit', count: 1, days: 7, end: 'December 1, 2026', until: 'December 1, 2026' },
  ...{ grace: 7, graceEnd: 'December 8, 2026', trial: 'no', past: 'no', goesOn: 'yes', keepPlaces: 'yes' },
  ...{ blocks: 'yes', old: '…0A1B2C3D', places: 12, addresses: 9, used: 9, limit: 10, threshold: 90 },
  ...{
    asked: 'extend',
    metric: 'places',
    reason: 'A payment did not arrive, and the days of grace are over.',
  },
}

function licenseLetter(kind: LetterKind, more: Partial<LicenseMail> = {}, role: LetterRole = 'customer') {
  const mail: LicenseMail = {
    ...{ publicUrl, kind, role, values, lines: [masked], more: 0, changes: [], note: null, keys: [] },
    action: { href: `${publicUrl}/account/licenses/preview`, label: 'openLicense' },
    replace: null,
    ...more,
  }
  return <LicenseLetter locale={locale} mail={mail} />
}

const replace = { href: `${publicUrl}/account/licenses/preview#replace` }
const note = 'You asked for it on the phone.'
const licenseMails: Record<string, ReactElement> = {
  'license-issued': licenseLetter('issued', {
    note,
    keys: ['MINTREU-PACKAGE-PREVIEW2-20261124-PREVIEWPREVIEW22-00000000'],
  }),
  'license-activated': licenseLetter('activated', {
    lines: ['shop.example.com · production · 203.0.113.7'],
    replace,
  }),
  'license-suspected': licenseLetter('suspected', { replace }),
  'license-suspected-seller': licenseLetter('suspected', {}, 'seller'),
  'license-suspected-staff': licenseLetter('suspected', {}, 'staff'),
  'license-ending-seller': licenseLetter('ending', {}, 'seller'),
  'license-requested': licenseLetter('requested', { note: 'We need a week more.' }, 'seller'),
  'license-request-rejected': licenseLetter('request_rejected', { note: 'Renew it, please.' }),
  'license-extended': licenseLetter('extended', { note }),
  'license-limits-changed': licenseLetter('limits_changed', {
    note,
    changes: [
      { field: 'seats', before: '3', after: '5' },
      { field: 'callsPerDay', before: 'unlimited', after: '1,000' },
    ],
  }),
  ...Object.fromEntries(
    (
      [
        'ending',
        'grace',
        'expired',
        'suspended',
        'resumed',
        'revoked',
        'renewed',
        'key_replaced',
        'key_ends',
        'transferred_away',
        'transferred_here',
        'updates_ending',
        'usage',
      ] as const
    ).map((kind) => [`license-${kind.replaceAll('_', '-')}`, licenseLetter(kind)]),
  ),
  'license-digest': (
    <LicenseDigest
      locale={locale}
      mail={{
        publicUrl,
        day: 'November 23, 2026',
        groups: [
          { name: 'expire', count: 14, lines: [masked] },
          { name: 'renewed', count: 1, lines: [masked] },
        ],
      }}
    />
  ),
}

const mails: Record<string, ReactElement> = {
  ...licenseMails,
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
  'cart-reminder': (
    <CartReminder
      locale={locale}
      mail={{
        publicUrl,
        recoverUrl: `${publicUrl}/recover/preview`,
        stopUrl: `${publicUrl}/mail/stop/preview`,
        lines: ['Invoice Kit, Extended', 'Fieldnotes, Single site'],
        declined: null,
      }}
    />
  ),
  'cart-reminder-declined': (
    <CartReminder
      locale={locale}
      mail={{
        publicUrl,
        recoverUrl: `${publicUrl}/recover/preview`,
        stopUrl: `${publicUrl}/mail/stop/preview`,
        lines: ['Invoice Kit, Extended'],
        declined: 'Your card has insufficient funds.',
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
        takenBack: ['Renewal of Fieldnotes, Single site, key MINTREU-THEME-…-00000000'],
      }}
    />
  ),
  'books-red': (
    <BooksRed
      locale={locale}
      mail={{
        publicUrl,
        wrong: 12,
        rows: [{ invariant: 'line is licensed', row: 'itm_preview', detail: '0 of 1 licenses' }],
      }}
    />
  ),
  'key-set-ends': <KeySetEnds locale={locale} mail={{ publicUrl, end: 'March 1, 2027', ended: false }} />,
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
  'renewal-refused': (
    <RenewalRefused
      locale={locale}
      mail={{
        publicUrl,
        order: 'ord_preview',
        line: 'Renewal of Fieldnotes, Single site, key MINTREU-THEME-…-00000000',
        amount: '$29.00',
        reason: 'revoked',
      }}
    />
  ),
  sale: (
    <SaleMade
      locale={locale}
      mail={{
        publicUrl,
        availableOn: 'December 8, 2026',
        lines: [
          {
            ...{ ...line, quantity: 1, net: '$149.00', commission: '$22.35' },
            ...{ affiliate: '$14.90', share: '$111.75' },
          },
        ],
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
