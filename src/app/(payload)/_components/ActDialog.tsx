'use client'

import { useEffect, useId, useState } from 'react'
import { callPanel } from './callPanel'
import { bodyOf, type DialogField, isComplete, valuesOf } from './dialogFields'
import { OnceKey } from './onceKey'
import { type DialogFrameWords, PanelDialog } from './PanelDialog'

export interface DialogWords extends DialogFrameWords {
  effects: string
  noEffect: string
  loading: string
  done: string
}

export interface DialogAct {
  /** Where it is posted. */
  path: string
  label: string
  /** What it brings about, where that depends on nothing that is filled in. */
  says?: string
  fields: DialogField[]
  /** What is always in the body. */
  fixed?: Record<string, unknown>
  /** Where the effect is asked: with what is always sent, and these parts of the body. None: no preview. */
  preview?: { path: string; sends: readonly string[]; fixed?: Record<string, unknown> }
  /** The body's name of the reason; none: no reason is asked. */
  reason?: string
}

interface ActDialogProps {
  act: DialogAct
  words: DialogWords
  onClose: () => void
  onDone: () => void
}

/** Asks what an act needs, shows what it brings about by the code that knows it, and does it. */
export function ActDialog({ act, words, onClose, onDone }: ActDialogProps) {
  const [values, setValues] = useState(() => valuesOf(act.fields))
  const body = bodyOf(act.fields, values)
  const effects = useEffects(act, body)
  const [once] = useState(() => new OnceKey())

  async function confirm(reason: string): Promise<string | null> {
    const why = act.reason ? { [act.reason]: reason } : {}
    const whole = { ...act.fixed, ...body, ...why }
    const answer = await callPanel(act.path, whole, once.for(whole))
    if (!answer.ok) return answer.detail
    onDone()
    return null
  }

  return (
    <PanelDialog
      title={act.label}
      words={words}
      asksWhy={act.reason !== undefined}
      ready={isComplete(act.fields, values)}
      onClose={onClose}
      onConfirm={confirm}
    >
      {act.says ? <p className="panel-dialog__says">{act.says}</p> : null}
      {act.fields.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {act.preview ? <Effects effects={effects} words={words} /> : null}
    </PanelDialog>
  )
}

type Effect = { effect: string; sentence: string }

/** The effects of what is filled in at the moment; null while they are asked for. */
function useEffects({ preview }: DialogAct, body: Record<string, unknown>): Effect[] | string | null {
  const [effects, setEffects] = useState<Effect[] | string | null>(null)
  const asked = preview ? JSON.stringify({ ...preview.fixed, ...partOf(body, preview.sends) }) : null
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

const partOf = (body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))

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

const inputTypes: Partial<Record<DialogField['kind'], string>> = {
  number: 'number',
  date: 'date',
  datetime: 'datetime-local',
  email: 'email',
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
          type={inputTypes[field.kind]}
          min={field.kind === 'number' ? (field.min ?? 0) : undefined}
          max={field.max}
          step={field.scale ? 1 / field.scale : undefined}
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
