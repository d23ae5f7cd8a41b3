'use client'

import { useEffect, useState } from 'react'
import type { RefundPreview } from '@/domain/orders/previewRefund'
import { currencyExponent, decimalString, formatMoney } from '@/platform/money'
import { callPanel } from './callPanel'
import { type DialogFrameWords, PanelDialog } from './PanelDialog'

export interface RefundWords extends DialogFrameWords {
  open: string
  title: string
  lines: string
  total: string
  fromSellers: string
  fromCommission: string
  fromAffiliates: string
  taxBack: string
  full: string
  partial: string
  /** What it does where it pays what is owed to the buyer instead of lines. */
  owed: string
  loading: string
}

interface RefundDialogProps {
  orderId: string
  words: RefundWords
  onClose: () => void
  onDone: () => void
}

/** Which lines go back and how much, with the effect shown by the code that books it, and a reason. */
export function RefundDialog({ orderId, words, onClose, onDone }: RefundDialogProps) {
  const [whole, setWhole] = useState<RefundPreview | null>(null)
  const [preview, setPreview] = useState<RefundPreview | null>(null)
  const [amounts, setAmounts] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string | null>(null)
  // One dialog, one refund: pressed again, because no answer came, it is the same one.
  const [key] = useState(newKey)

  useEffect(() => {
    void callPanel<RefundPreview>(`/api/orders/${orderId}/refund/preview`, {}).then((answer) => {
      if (!answer.ok) return setProblem(answer.detail)
      const { lines, currency } = answer.data
      setWhole(answer.data)
      setPreview(answer.data)
      setAmounts(
        Object.fromEntries(lines.map((line) => [line.item, decimalString(line.grossMinor, currency)])),
      )
    })
  }, [orderId])

  // Without lines where what is owed is paid: then the amount is not for choosing.
  const wanted = !whole ? null : whole.owedMinor > 0 ? {} : linesOf(whole, amounts)

  async function showEffect() {
    if (!wanted) return
    const answer = await callPanel<RefundPreview>(`/api/orders/${orderId}/refund/preview`, wanted)
    setProblem(answer.ok ? null : answer.detail)
    setPreview(answer.ok ? answer.data : null)
  }

  async function confirm(reason: string): Promise<string | null> {
    const answer = await callPanel(`/api/orders/${orderId}/refund`, { reason, key, ...wanted })
    if (!answer.ok) return answer.detail
    onDone()
    return null
  }

  return (
    <PanelDialog
      title={words.title}
      words={words}
      confirm={preview ? `${words.open} ${formatMoney(preview.amountMinor, preview.currency)}` : words.open}
      ready={wanted !== null && preview !== null}
      problem={problem}
      onClose={onClose}
      onConfirm={confirm}
    >
      {whole && whole.lines.length > 0 ? (
        <fieldset>
          <legend>{words.lines}</legend>
          {whole.lines.map((line) => (
            <label key={line.item} className="panel-line">
              <span>{line.text}</span>
              <input
                inputMode="decimal"
                value={amounts[line.item] ?? ''}
                onChange={(event) => setAmounts({ ...amounts, [line.item]: event.target.value })}
                onBlur={() => void showEffect()}
              />
            </label>
          ))}
        </fieldset>
      ) : whole || problem ? null : (
        <p>{words.loading}</p>
      )}
      {preview ? <Effect preview={preview} words={words} /> : null}
    </PanelDialog>
  )
}

const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-')

function Effect({ preview, words }: { preview: RefundPreview; words: RefundWords }) {
  const sum = (leg: 'sellerMinor' | 'commissionMinor' | 'affiliateMinor' | 'taxMinor') =>
    preview.lines.reduce((total, { takes }) => total + takes[leg], 0)
  const total = [words.total, preview.amountMinor] as const
  const rows =
    preview.owedMinor > 0
      ? [total]
      : ([
          total,
          [words.fromSellers, sum('sellerMinor')],
          [words.fromCommission, sum('commissionMinor')],
          [words.fromAffiliates, sum('affiliateMinor')],
          [words.taxBack, sum('taxMinor')],
        ] as const)
  return (
    <div aria-live="polite">
      <dl className="panel-effect">
        {rows.map(([label, amountMinor]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatMoney(amountMinor, preview.currency)}</dd>
          </div>
        ))}
      </dl>
      <p>{preview.owedMinor > 0 ? words.owed : preview.full ? words.full : words.partial}</p>
    </div>
  )
}

/** What was typed, in minor units, without the lines that are zero; null where something is no amount. */
function linesOf(
  { lines, currency }: RefundPreview,
  amounts: Record<string, string>,
): { lines: { item: string; grossMinor: number }[] } | null {
  const factor = 10 ** currencyExponent(currency)
  const out: { item: string; grossMinor: number }[] = []
  for (const { item } of lines) {
    const typed = Number((amounts[item] ?? '').replace(',', '.') || '0')
    if (!Number.isFinite(typed) || typed < 0) return null
    const grossMinor = Math.round(typed * factor)
    if (grossMinor > 0) out.push({ item, grossMinor })
  }
  return out.length > 0 ? { lines: out } : null
}
