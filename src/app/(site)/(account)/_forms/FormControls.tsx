'use client'

import { type ComponentProps, type ReactNode, useContext } from 'react'
import { FormField, Sent } from './ActionForm'

const control =
  'w-full rounded-control border border-edge bg-card px-3 text-base text-ink aria-invalid:border-stamp aria-invalid:outline-stamp'

interface Words {
  /** Unique in the page: several forms of one page may have a field of that name. */
  id: string
  name: string
  label: string
  hint?: string
}

/** As `FormField`, for several lines. */
export function FormArea({
  id,
  name,
  label,
  hint,
  defaultValue,
  ...area
}: ComponentProps<'textarea'> & Words) {
  const { state } = useContext(Sent)
  return (
    <Frame id={id} name={name} label={label} {...(hint ? { hint } : {})}>
      <textarea
        rows={3}
        {...area}
        {...described(id, state.errors[name], hint)}
        id={id}
        name={name}
        defaultValue={state.values[name] ?? defaultValue}
        className={`${control} py-2`}
      />
    </Frame>
  )
}

/** One thing to agree to; sent as `yes`. */
export function FormCheck({ id, name, label }: Pick<Words, 'id' | 'name' | 'label'>) {
  const { state } = useContext(Sent)
  const error = state.errors[name]
  return (
    <div>
      <label htmlFor={id} className="flex items-center gap-2">
        <input
          {...described(id, error, undefined)}
          id={id}
          name={name}
          type="checkbox"
          value="yes"
          className="size-4 shrink-0"
        />
        {label}
      </label>
      {error && (
        <p id={`${id}-error`} className="mt-1 text-small font-medium text-stamp">
          {error}
        </p>
      )}
    </div>
  )
}

/** As `FormField`, for a choice of few; its options are its children. */
export function FormSelect({
  id,
  name,
  label,
  hint,
  defaultValue,
  ...select
}: ComponentProps<'select'> & Words) {
  const { state } = useContext(Sent)
  return (
    <Frame id={id} name={name} label={label} {...(hint ? { hint } : {})}>
      <select
        {...select}
        {...described(id, state.errors[name], hint)}
        id={id}
        name={name}
        defaultValue={state.values[name] ?? defaultValue}
        className={`${control} h-10 pointer-coarse:h-11`}
      />
    </Frame>
  )
}

/** Asks for the password where the sign-in is old, or has become so since the page was shown. */
export function PasswordAgain({
  id,
  asked,
  label,
  hint,
}: {
  id: string
  asked: boolean
  label: string
  hint: string
}) {
  const { state } = useContext(Sent)
  if (!asked && !state.errors.password) return null
  return (
    <FormField
      id={id}
      name="password"
      type="password"
      label={label}
      hint={hint}
      autoComplete="current-password"
      maxLength={256}
    />
  )
}

function Frame({ id, name, label, hint, children }: Words & { children: ReactNode }) {
  const { state } = useContext(Sent)
  const error = state.errors[name]
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-small font-semibold">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-small text-ink-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-small font-medium text-stamp">
          {error}
        </p>
      )}
    </div>
  )
}

function described(id: string, error: string | undefined, hint: string | undefined) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return { 'aria-invalid': error ? true : undefined, 'aria-describedby': ids || undefined }
}
