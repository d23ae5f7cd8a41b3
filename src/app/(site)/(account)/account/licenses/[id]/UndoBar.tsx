'use client'

import { startTransition, useActionState, useEffect, useRef, useState } from 'react'
import { buttonClasses } from '@/app/_components/Button'
import { type FormAction, untouched } from '../../../_forms/state'

interface Props {
  action: FormAction
  license: string
  /** The move that can be taken back now; null: there is none. */
  undo: { id: string; text: string; leftMs: number } | null
  words: Record<'submit' | 'working' | 'seconds', string>
}

const answerShownMs = 6_000

/**
 * The ten seconds in which a move can be taken back, at the foot of the window: wherever the button was, this is seen.
 * Without scripts it stands until the page is loaded again, and the server says whether it was too late.
 */
export function UndoBar({ action, license, undo, words }: Props) {
  const [state, send, pending] = useActionState(action, untouched)
  const [over, setOver] = useState<string | null>(null)
  const [answer, setAnswer] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const arrived = useRef(undo?.id)
  const [id, leftMs] = [undo?.id, undo?.leftMs ?? 0]

  useEffect(() => {
    if (!id) return
    // The button that was pressed is gone with its place: the focus goes on here.
    if (arrived.current !== id) button.current?.focus()
    const timer = setTimeout(() => setOver(id), leftMs)
    return () => clearTimeout(timer)
  }, [id, leftMs])

  useEffect(() => {
    const said = state.problem ?? state.done
    setAnswer(said)
    if (!said) return
    const timer = setTimeout(() => setAnswer(null), answerShownMs)
    return () => clearTimeout(timer)
  }, [state])

  const isOpen = undo !== null && over !== undo.id
  return (
    <div role="status" className="fixed inset-x-0 bottom-0 z-20 flex justify-center p-4 empty:hidden">
      {isOpen ? (
        <form
          action={send}
          onSubmit={(event) => {
            event.preventDefault()
            const data = new FormData(event.currentTarget)
            if (!pending) startTransition(() => send(data))
          }}
          className="flex max-w-full flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-edge bg-card px-4 py-3 shadow-pop"
        >
          <input type="hidden" name="license" value={license} />
          <span className="min-w-0 wrap-anywhere">{undo.text}</span>
          <button
            ref={button}
            type="submit"
            aria-disabled={pending || undefined}
            className={buttonClasses({ look: 'ink', size: 'small' })}
          >
            {pending ? words.working : words.submit}
          </button>
          <span className="text-small text-ink-2">{words.seconds}</span>
        </form>
      ) : answer ? (
        <p className="rounded-card border border-edge bg-card px-4 py-3 font-semibold shadow-pop">{answer}</p>
      ) : null}
    </div>
  )
}
