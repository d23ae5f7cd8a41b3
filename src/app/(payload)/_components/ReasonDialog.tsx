'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useId, useRef, useState } from 'react'
import type { ReasonWords } from './reasonWords'

interface ReasonDialogProps {
  title: string
  words: ReasonWords
  busy: boolean
  onCancel: () => void
  onConfirm: (reason: string) => void
}

/** Asks for a reason of at least three characters; Escape and Cancel change nothing. */
export function ReasonDialog({ title, words, busy, onCancel, onConfirm }: ReasonDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useId()
  const [reason, setReason] = useState('')
  useEffect(() => dialog.current?.showModal(), [])

  return (
    <dialog ref={dialog} className="panel-dialog" aria-label={title} onCancel={onCancel}>
      <h2>{title}</h2>
      <label htmlFor={field}>{words.reason}</label>
      <textarea
        id={field}
        rows={4}
        maxLength={1000}
        aria-describedby={`${field}-hint`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p id={`${field}-hint`} className="panel-hint">
        {words.reasonHint}
      </p>
      <div className="panel-dialog__buttons">
        <Button buttonStyle="secondary" onClick={onCancel} disabled={busy}>
          {words.cancel}
        </Button>
        <Button onClick={() => onConfirm(reason.trim())} disabled={busy || reason.trim().length < 3}>
          {title}
        </Button>
      </div>
    </dialog>
  )
}
