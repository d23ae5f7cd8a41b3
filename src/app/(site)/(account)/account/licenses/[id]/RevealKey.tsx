'use client'

import { startTransition, useActionState, useEffect, useState } from 'react'
import { buttonClasses } from '@/app/_components/Button'
import { CopyButton } from '@/app/_components/CopyButton'
import { type FormAction, untouched } from '../../../_forms/state'

interface Props {
  action: FormAction
  license: string
  masked: string
  /** The sign-in of this browser is old: the password is asked for. */
  asksPassword: boolean
  words: Record<
    'key' | 'reveal' | 'hide' | 'hidesSoon' | 'masked' | 'working' | 'password' | 'passwordHint',
    string
  > & {
    copy: { copy: string; copied: string; failed: string }
  }
}

const shownMs = 60_000

/** The key, cut in the middle until it is asked for; hidden again after a minute. */
export function RevealKey({ action, license, masked, asksPassword, words }: Props) {
  const [state, send, pending] = useActionState(action, untouched)
  const [hidden, setHidden] = useState(false)
  const key = hidden ? undefined : state.values.key
  const asks = !key && (asksPassword || state.errors.password !== undefined)
  useEffect(() => {
    setHidden(false)
    if (!state.values.key) return
    const timer = setTimeout(() => setHidden(true), shownMs)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <div>
      <p className="mb-1 text-small text-ink-2">{words.key}</p>
      <div className="flex flex-wrap items-center gap-2 rounded-control border-s-3 border-mint bg-sunken py-1.5 ps-3 pe-1.5">
        <code className="min-w-0 flex-1 py-1.5 font-mono text-[0.8125rem] leading-5 font-semibold wrap-anywhere select-all">
          {key ?? masked}
        </code>
        {key && <CopyButton value={key} about={words.key} words={words.copy} />}
      </div>
      <form
        action={send}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          if (key) setHidden(true)
          else if (!pending) startTransition(() => send(data))
        }}
        className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2"
      >
        <input type="hidden" name="license" value={license} />
        {asks && <Password label={words.password} hint={words.passwordHint} error={state.errors.password} />}
        <button
          type="submit"
          aria-disabled={pending || undefined}
          className={buttonClasses({ look: key ? 'outline' : 'ink' })}
        >
          {pending ? words.working : key ? words.hide : words.reveal}
        </button>
        <p role="status" className="text-small text-ink-2">
          {key ? words.hidesSoon : words.masked}
        </p>
        {state.problem && !state.errors.password && (
          <p role="alert" className="font-semibold text-stamp">
            {state.problem}
          </p>
        )}
      </form>
      {key && (
        <noscript>
          <meta httpEquiv="refresh" content="60" />
        </noscript>
      )}
    </div>
  )
}

function Password({ label, hint, error }: { label: string; hint: string; error: string | undefined }) {
  return (
    <div className="w-full max-w-md">
      <label htmlFor="reveal-password" className="mb-1 block text-small font-semibold">
        {label}
      </label>
      <input
        id="reveal-password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? 'reveal-password-error reveal-password-hint' : 'reveal-password-hint'}
        className="h-10 w-full rounded-control border border-edge bg-card px-3 text-base text-ink aria-invalid:border-stamp aria-invalid:outline-stamp pointer-coarse:h-11"
      />
      <p id="reveal-password-hint" className="mt-1 text-small text-ink-2">
        {hint}
      </p>
      {error && (
        <p id="reveal-password-error" role="alert" className="mt-1 text-small font-medium text-stamp">
          {error}
        </p>
      )}
    </div>
  )
}
