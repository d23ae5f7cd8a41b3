'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callPanel } from './callPanel'
import { PanelDialog } from './PanelDialog'
import type { ReasonWords } from './reasonWords'

export interface StateAct {
  path: string
  label: string
  /** Asks why before it acts. */
  asksWhy: boolean
}

/** Buttons that move a document's state by its endpoints; the page shows the new state when it is done. */
export function StateActs({
  endpoint,
  acts,
  words,
}: {
  endpoint: string
  acts: readonly StateAct[]
  words: ReasonWords
}) {
  const router = useRouter()
  const [asking, setAsking] = useState<StateAct | null>(null)
  const [busy, setBusy] = useState(false)

  /** @returns the refusal, null when it is done. */
  async function run(act: StateAct, reason?: string): Promise<string | null> {
    setBusy(true)
    const answer = await callPanel(`${endpoint}/${act.path}`, reason ? { reason } : {})
    setBusy(false)
    if (!answer.ok) return answer.detail
    setAsking(null)
    toast.success(`${act.label}: ${words.done}`)
    router.refresh()
    return null
  }

  async function runAtOnce(act: StateAct) {
    const refusal = await run(act)
    if (refusal) toast.error(refusal)
  }

  return (
    <div className="panel-acts">
      {acts.map((act) => (
        <Button
          key={act.path}
          buttonStyle="secondary"
          size="medium"
          disabled={busy}
          onClick={() => (act.asksWhy ? setAsking(act) : void runAtOnce(act))}
        >
          {act.label}
        </Button>
      ))}
      {asking ? (
        <PanelDialog
          title={asking.label}
          words={words}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => run(asking, reason)}
        />
      ) : null}
    </div>
  )
}
