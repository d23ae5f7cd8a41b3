'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, useState } from 'react'
import { callPanel } from '../_components/callPanel'
import { PanelTable } from '../_components/PanelTable'

interface ImportWords {
  open: string
  product: string
  file: string
  hint: string
  check: string
  checking: string
  /** With `{done}` and `{total}` in it. */
  importing: string
  stopped: string
  imported: string
  line: string
  outcome: string
  problem: string
  new: string
  known: string
  refused: string
  cancel: string
}

/** So many rows between two words of progress: a second or two. */
const partRows = 200

interface Row {
  line: number
  outcome: 'new' | 'known' | 'refused'
  problem: string | null
}
interface Outcome {
  rows: Row[]
  imported: number
  done: number
  total: number
  summary: string
  run: string
}

interface ImportProps {
  products: readonly { value: string; label: string }[]
  words: ImportWords
}

/** Keys of another system, as CSV: first every row with what becomes of it, then, on a second press, for real. */
export function ImportButton({ products, words }: ImportProps) {
  const [open, setOpen] = useState(false)
  return (
    <div className="panel-acts">
      <Button buttonStyle="secondary" size="medium" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      {open ? <ImportDialog products={products} words={words} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function ImportDialog({ products, words, onClose }: ImportProps & { onClose: () => void }) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  const [product, setProduct] = useState(products[0]?.value ?? '')
  const [csv, setCsv] = useState<string | null>(null)
  const [plan, setPlan] = useState<Outcome | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null)
  const productId = useId()
  const fileId = useId()
  useEffect(() => dialog.current?.showModal(), [])

  async function check() {
    setBusy(words.checking)
    setProblem(null)
    const answer = await callPanel<Outcome>('/api/licenses/import', { product, csv, dryRun: true })
    setBusy(null)
    if (answer.ok) setPlan(answer.data)
    else setProblem(answer.detail)
  }

  /** In parts: each says how far it came, and what is done stays done. */
  async function importAll(total: number) {
    setProblem(null)
    let made = 0
    for (let from = 0; from < total; from += partRows) {
      setBusy(words.importing.replace('{done}', String(from)).replace('{total}', String(total)))
      setProgress({ done: from, total })
      const part = { product, csv, dryRun: false, from, most: partRows }
      const answer = await callPanel<Outcome>('/api/licenses/import', part)
      if (!answer.ok) {
        setBusy(null)
        setProgress(null)
        setPlan(null)
        return setProblem(`${answer.detail} ${words.stopped.replace('{done}', String(made))}`)
      }
      made += answer.data.imported
    }
    setBusy(null)
    setProgress(null)
    toast.success(words.imported.replace('{done}', String(made)))
    router.refresh()
    onClose()
  }

  const fresh = plan?.rows.some(({ outcome }) => outcome === 'new') ?? false
  return (
    <dialog
      ref={dialog}
      className="panel-dialog panel-dialog--wide"
      aria-label={words.open}
      onCancel={onClose}
    >
      <h2>{words.open}</h2>
      <div className="panel-field">
        <label htmlFor={productId}>{words.product}</label>
        <select
          id={productId}
          value={product}
          onChange={(event) => {
            setProduct(event.target.value)
            setPlan(null)
          }}
        >
          {products.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="panel-field">
        <label htmlFor={fileId}>{words.file}</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,text/csv"
          aria-describedby={`${fileId}-hint`}
          onChange={(event) => {
            setPlan(null)
            void event.target.files?.[0]?.text().then(setCsv)
          }}
        />
        <p id={`${fileId}-hint`} className="panel-hint">
          {words.hint}
        </p>
      </div>
      <p aria-live="polite">{busy ?? plan?.summary}</p>
      {progress ? <progress value={progress.done} max={progress.total} aria-label={words.open} /> : null}
      {plan ? <Plan rows={plan.rows} words={words} /> : null}
      <p role="alert" className="panel-problem">
        {problem}
      </p>
      <div className="panel-dialog__buttons">
        <Button buttonStyle="secondary" onClick={onClose} disabled={busy !== null}>
          {words.cancel}
        </Button>
        {plan && fresh ? (
          <Button onClick={() => void importAll(plan.total)} disabled={busy !== null}>
            {plan.run}
          </Button>
        ) : (
          <Button onClick={() => void check()} disabled={busy !== null || csv === null}>
            {words.check}
          </Button>
        )}
      </div>
    </dialog>
  )
}

const shownRows = 200

/** The refused first: they are what one has to do something about. */
function Plan({ rows, words }: { rows: readonly Row[]; words: ImportWords }) {
  const order = { refused: 0, new: 1, known: 2 }
  const sorted = [...rows].sort((a, b) => order[a.outcome] - order[b.outcome] || a.line - b.line)
  return (
    <PanelTable
      caption={words.outcome}
      heads={[words.line, words.outcome, words.problem]}
      rows={sorted.slice(0, shownRows).map((row) => ({
        id: String(row.line),
        cells: [row.line, words[row.outcome], row.problem],
      }))}
    />
  )
}
