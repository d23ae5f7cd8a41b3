'use client'

import { Button } from '@payloadcms/ui'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface DialogFrameWords {
  reason: string
  reasonHint: string
  cancel: string
}

interface PanelDialogProps {
  title: string
  words: DialogFrameWords
  /** What the confirming button says; the title where nothing else is said. */
  confirm?: string
  /** Whether everything beside the reason is there. */
  ready?: boolean
  /** A reason of at least three characters is asked for, unless this says no. */
  asksWhy?: boolean
  /** What is wrong before anything was confirmed. */
  problem?: string | null
  onClose: () => void
  /** Does it. @returns the refusal, which is shown; null: it is done, and whoever opened the dialog closes it. */
  onConfirm: (reason: string) => Promise<string | null>
  children?: ReactNode
}

/** The frame of every act of the panel: what it needs, why, what went wrong, two buttons. Escape and Cancel change nothing. */
export function PanelDialog({
  title,
  words,
  confirm = title,
  ready = true,
  asksWhy = true,
  problem = null,
  onClose,
  onConfirm,
  children,
}: PanelDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useId()
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])

  async function run() {
    setBusy(true)
    setRefusal(await onConfirm(reason.trim()))
    setBusy(false)
  }

  return (
    <dialog ref={dialog} className="panel-dialog" aria-label={title} onCancel={onClose}>
      <h2>{title}</h2>
      {children}
      {asksWhy ? (
        <>
          <label htmlFor={field}>{words.reason}</label>
          <textarea
            id={field}
            rows={3}
            maxLength={1000}
            aria-describedby={`${field}-hint`}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <p id={`${field}-hint`} className="panel-hint">
            {words.reasonHint}
          </p>
        </>
      ) : null}
      <p role="alert" className="panel-problem">
        {refusal ?? problem}
      </p>
      <div className="panel-dialog__buttons">
        <Button buttonStyle="secondary" onClick={onClose} disabled={busy}>
          {words.cancel}
        </Button>
        <Button onClick={() => void run()} disabled={busy || !ready || (asksWhy && reason.trim().length < 3)}>
          {confirm}
        </Button>
      </div>
    </dialog>
  )
}
