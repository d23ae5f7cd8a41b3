import PDFDocument from 'pdfkit'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'
import type { Invoice } from './records'

const ink = '#10231c'
const muted = '#5b6b64'
const line = '#c9d3cc'
const left = 56
const right = 539

/**
 * The invoice or credit note as a PDF, drawn from its record alone: the same record gives the same bytes.
 * @returns one A4 page, more when the lines need it.
 */
export function drawInvoice(invoice: Invoice): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 56, bottom: 56, left, right: 56 },
    info: {
      Title: `${titleOf(invoice)} ${invoice.number ?? ''}`.trim(),
      Author: invoice.issuer.name ?? '',
      CreationDate: invoice.issuedAt,
      ModDate: invoice.issuedAt,
    },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  drawHead(doc, invoice)
  const end = drawLines(doc, invoice, 268)
  drawTotals(doc, invoice, end)
  doc.end()
  return done
}

const titleOf = ({ kind }: Invoice): string =>
  kind === 'invoice' ? t('checkout.invoice.title') : t('checkout.invoice.creditNote')

function drawHead(doc: PDFKit.PDFDocument, invoice: Invoice): void {
  doc.font('Helvetica-Bold').fontSize(22).fillColor(ink).text(titleOf(invoice), left, 56)
  doc
    .font('Courier')
    .fontSize(11)
    .text(invoice.number ?? t('checkout.invoice.numberPending'), left, 86)
  doc.font('Helvetica').fontSize(10).fillColor(muted)
  doc.text(t('checkout.invoice.date', { date: isoDay(invoice.issuedAt) }), left, 104)
  doc.text(t('checkout.invoice.order', { order: invoice.order }), left, 118)
  doc.moveTo(left, 142).lineTo(right, 142).lineWidth(1).strokeColor(ink).stroke()
  party(doc, t('checkout.invoice.from'), invoice.issuer, left)
  party(doc, t('checkout.invoice.to'), invoice.buyer, 310)
}

function party(doc: PDFKit.PDFDocument, label: string, who: Invoice['buyer'], x: number): void {
  doc.font('Courier').fontSize(8).fillColor(muted).text(label.toUpperCase(), x, 156)
  const rows = [who.company, who.name, ...who.address, who.country, who.taxId, who.email].filter(
    (row): row is string => Boolean(row),
  )
  doc.font('Helvetica').fontSize(10).fillColor(ink).text(rows.join('\n'), x, 170, { width: 225, lineGap: 2 })
}

function drawLines(doc: PDFKit.PDFDocument, invoice: Invoice, top: number): number {
  let y = top
  doc.font('Courier').fontSize(8).fillColor(muted)
  doc.text(t('checkout.invoice.item').toUpperCase(), left, y)
  doc.text(t('checkout.invoice.quantity').toUpperCase(), 330, y, { width: 50, align: 'right' })
  doc.text(t('checkout.invoice.price').toUpperCase(), 385, y, { width: 70, align: 'right' })
  doc.text(t('checkout.invoice.amount').toUpperCase(), 460, y, { width: right - 460, align: 'right' })
  y += 16
  for (const row of invoice.lines) {
    if (y > 700) {
      doc.addPage()
      y = 56
    }
    doc
      .moveTo(left, y - 4)
      .lineTo(right, y - 4)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
    doc.font('Helvetica').fontSize(10).fillColor(ink).text(row.text, left, y, { width: 265 })
    const below = doc.y
    doc.text(String(row.quantity), 330, y, { width: 50, align: 'right' })
    doc.text(formatMoney(row.unitPriceMinor, invoice.currency), 385, y, { width: 70, align: 'right' })
    doc.text(formatMoney(row.netMinor, invoice.currency), 460, y, { width: right - 460, align: 'right' })
    doc
      .fontSize(8)
      .fillColor(muted)
      .text(t('checkout.invoice.soldBy', { seller: row.seller }), left, below)
    y = doc.y + 10
  }
  return y
}

function drawTotals(doc: PDFKit.PDFDocument, invoice: Invoice, top: number): void {
  let y = top > 660 ? 56 : top + 6
  if (top > 660) doc.addPage()
  doc
    .moveTo(310, y - 4)
    .lineTo(right, y - 4)
    .lineWidth(1)
    .strokeColor(ink)
    .stroke()
  const rows: [string, number, boolean][] = [
    [t('checkout.invoice.net'), invoice.netMinor, false],
    [t('checkout.invoice.tax'), invoice.taxMinor, false],
    [t('checkout.invoice.total'), invoice.totalMinor, true],
  ]
  for (const [label, amountMinor, strong] of rows) {
    doc
      .font(strong ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(strong ? 12 : 10)
      .fillColor(ink)
    doc.text(label, 310, y, { width: 140 })
    doc.text(formatMoney(amountMinor, invoice.currency), 450, y, { width: right - 450, align: 'right' })
    y += strong ? 22 : 16
  }
  const notes = [
    invoice.lines.some((row) => row.tax.reason === 'reverse_charge')
      ? t('checkout.invoice.reverseCharge')
      : null,
    invoice.taxMinor === 0 ? t('checkout.invoice.noTax') : null,
    invoice.paidWith ? t('checkout.invoice.paidWith', { method: invoice.paidWith }) : null,
    invoice.corrects ? t('checkout.invoice.corrects', { invoice: invoice.corrects }) : null,
  ].filter((note): note is string => note !== null)
  doc
    .font('Helvetica')
    .fontSize(9)
    .fillColor(muted)
    .text(notes.join('\n'), left, y + 12, { width: 420, lineGap: 3 })
}

const isoDay = (date: Date): string => date.toISOString().slice(0, 10)
