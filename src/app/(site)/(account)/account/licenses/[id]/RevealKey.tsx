'use client'

import { startTransition, useActionState, useEffect, useState } from 'react'
import { buttonClasses } from '@/app/_components/Button'
import { CopyButton } from '@/app/_components/CopyButton'
import { type FormAction, untouched } from '../../../_forms/state'

interface Props {
  action: FormAction
  license: string
  masked: string
  words: Record<'key' | 'reveal' | 'hide' | 'hidesSoon' | 'masked' | 'working', string> & {
    copy: { copy: string; copied: string; failed: string }
  }
}

const shownMs = 60_000

/** The key, cut in the middle until it is asked for; hidden again after a minute. */
export function RevealKey({ action, license, masked, words }: Props) {
  const [state, send, pending] = useActionState(action, untouched)
  const [hidden, setHidden] = useState(false)
  const key = hidden ? undefined : state.values.key
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
        {state.problem && (
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
