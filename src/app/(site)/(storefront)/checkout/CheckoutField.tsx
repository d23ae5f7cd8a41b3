'use client'

import { cloneElement, type ReactElement } from 'react'

interface Props {
  id: string
  label: string
  hint?: string
  error?: string | undefined
  children: ReactElement<Record<string, unknown>>
}

const control =
  'h-10 w-full rounded-control border border-edge bg-card px-3 text-base text-ink aria-invalid:border-stamp pointer-coarse:h-11'

/**
 * As `Field` of the shared parts, for a form that lives in the browser: that one brings its words along, and the words
 * do not travel.
 */
export function CheckoutField({ id, label, hint, error, children }: Props) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {cloneElement(children, {
        id,
        className: control,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-small font-semibold text-stamp">
          {error}
        </p>
      )}
    </div>
  )
}
