'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callPanel } from './callPanel'
import { ReasonDialog } from './ReasonDialog'
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

  async function run(act: StateAct, reason?: string) {
    setBusy(true)
    const answer = await callPanel(`${endpoint}/${act.path}`, reason ? { reason } : {})
    setBusy(false)
    setAsking(null)
    if (!answer.ok) {
      toast.error(answer.detail)
      return
    }
    toast.success(`${act.label}: ${words.done}`)
    router.refresh()
  }

  return (
    <div className="panel-acts">
      {acts.map((act) => (
        <Button
          key={act.path}
          buttonStyle="secondary"
          size="medium"
          disabled={busy}
          onClick={() => (act.asksWhy ? setAsking(act) : void run(act))}
        >
          {act.label}
        </Button>
      ))}
      {asking ? (
        <ReasonDialog
          title={asking.label}
          words={words}
          busy={busy}
          onCancel={() => setAsking(null)}
          onConfirm={(reason) => void run(asking, reason)}
        />
      ) : null}
    </div>
  )
}
