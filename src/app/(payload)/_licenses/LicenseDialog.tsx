'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useId, useRef, useState } from 'react'
import { callPanel } from '../_components/callPanel'
import { bodyOf, type DialogField, isComplete, valuesOf } from './dialogFields'

export interface DialogWords {
  effects: string
  noEffect: string
  loading: string
  reason: string
  reasonHint: string
  cancel: string
  done: string
}

export interface DialogAct {
  /** Where it is posted. */
  path: string
  label: string
  fields: DialogField[]
  /** What is always in the body. */
  fixed?: Record<string, unknown>
  /** Where the effect is asked, and as which act; none: no preview. */
  preview?: { path: string; act: string }
  /** The body's name of the reason; none: no reason is asked. */
  reason?: string
}

interface LicenseDialogProps {
  act: DialogAct
  words: DialogWords
  onClose: () => void
  onDone: () => void
}

/** Asks what an act needs, shows what it brings about by the code that knows it, and does it. */
export function LicenseDialog({ act, words, onClose, onDone }: LicenseDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [values, setValues] = useState(() => valuesOf(act.fields))
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const reasonId = useId()
  const body = bodyOf(act.fields, values)
  const effects = useEffects(act, body)
  useEffect(() => dialog.current?.showModal(), [])

  const needsReason = act.reason !== undefined && reason.trim().length < 3
  async function confirm() {
    setBusy(true)
    const why = act.reason ? { [act.reason]: reason.trim() } : {}
    const answer = await callPanel(act.path, { ...act.fixed, ...body, ...why })
    setBusy(false)
    if (answer.ok) onDone()
    else setProblem(answer.detail)
  }

  return (
    <dialog ref={dialog} className="panel-dialog" aria-label={act.label} onCancel={onClose}>
      <h2>{act.label}</h2>
      {act.fields.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {act.preview ? <Effects effects={effects} words={words} /> : null}
      {act.reason ? (
        <>
          <label htmlFor={reasonId}>{words.reason}</label>
          <textarea
            id={reasonId}
            rows={3}
            maxLength={2000}
            aria-describedby={`${reasonId}-hint`}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <p id={`${reasonId}-hint`} className="panel-hint">
            {words.reasonHint}
          </p>
        </>
      ) : null}
      <p role="alert" className="panel-problem">
        {problem}
      </p>
      <div className="panel-dialog__buttons">
        <Button buttonStyle="secondary" onClick={onClose} disabled={busy}>
          {words.cancel}
        </Button>
        <Button
          onClick={() => void confirm()}
          disabled={busy || needsReason || !isComplete(act.fields, values)}
        >
          {act.label}
        </Button>
      </div>
    </dialog>
  )
}

type Effect = { effect: string; sentence: string }

/** The effects of what is filled in at the moment; null while they are asked for. */
function useEffects({ preview, fixed }: DialogAct, body: Record<string, unknown>): Effect[] | string | null {
  const [effects, setEffects] = useState<Effect[] | string | null>(null)
  const asked = preview
    ? JSON.stringify({ act: preview.act, ...previewable(preview.act, { ...fixed, ...body }) })
    : null
  const path = preview?.path
  useEffect(() => {
    if (!path || !asked) return
    let current = true
    const timer = setTimeout(() => {
      void callPanel<{ effects: Effect[] }>(path, JSON.parse(asked)).then((answer) => {
        if (current) setEffects(answer.ok ? answer.data.effects : answer.detail)
      })
    }, 200)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [path, asked])
  return effects
}

/** What the preview of each act depends on. */
function previewable(act: string, body: Record<string, unknown>): Record<string, unknown> {
  if (act === 'replace-key') return { keepDays: body.keepDays }
  if (act === 'transfer') return { keepPlaces: body.keepPlaces }
  if (act === 'limits') return { limits: body.limits ?? {} }
  if (act !== 'extend') return {}
  const { expiresAt, updatesUntil, supportUntil } = body
  return { expiresAt, updatesUntil, supportUntil }
}

function Effects({ effects, words }: { effects: Effect[] | string | null; words: DialogWords }) {
  return (
    <div aria-live="polite" className="panel-effects">
      <h3>{words.effects}</h3>
      {effects === null ? <p>{words.loading}</p> : null}
      {typeof effects === 'string' ? <p className="panel-problem">{effects}</p> : null}
      {Array.isArray(effects) ? (
        <ul>
          {effects.length === 0 ? <li>{words.noEffect}</li> : null}
          {effects.map(({ effect, sentence }) => (
            <li key={effect}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

interface InputProps {
  field: DialogField
  value: string
  onChange: (value: string) => void
}

function Input({ field, value, onChange }: InputProps) {
  const id = useId()
  const described = field.hint ? { 'aria-describedby': `${id}-hint` } : {}
  if (field.kind === 'check')
    return (
      <label className="panel-check">
        <input
          type="checkbox"
          checked={value === 'yes'}
          onChange={(event) => onChange(event.target.checked ? 'yes' : 'no')}
        />
        <span>{field.label}</span>
      </label>
    )
  return (
    <div className="panel-field">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.kind === 'lines' ? (
        <textarea
          id={id}
          rows={3}
          value={value}
          {...described}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          id={id}
          type={field.kind}
          min={field.kind === 'number' ? 0 : undefined}
          required={field.required}
          value={value}
          {...described}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {field.hint ? (
        <p id={`${id}-hint`} className="panel-hint">
          {field.hint}
        </p>
      ) : null}
    </div>
  )
}
