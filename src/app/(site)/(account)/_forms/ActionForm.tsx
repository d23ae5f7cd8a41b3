'use client'

import { clsx } from 'clsx'
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from 'react'
import { buttonClasses } from '@/app/_components/Button'
import { type FormAction, type FormState, untouched } from './state'

/** What became of the form around a field. */
export const Sent = createContext<{ state: FormState; pending: boolean }>({
  state: untouched,
  pending: false,
})

interface Props {
  action: FormAction
  words: { problem: string; done: string }
  className?: string
  children: ReactNode
}

/**
 * A form that says what became of it, above its fields. Sent without scripts too; with scripts what was typed stays, and
 * the answer gets the focus.
 */
export function ActionForm({ action, words, className, children }: Props) {
  const [state, send, pending] = useActionState(action, untouched)
  const answer = useRef<HTMLDivElement>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.problem || state.done) answer.current?.focus()
    // A password that was taken, or refused, is not left standing.
    if (state.done) form.current?.reset()
  }, [state])
  return (
    <Sent value={{ state, pending }}>
      <form
        ref={form}
        action={send}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          if (!pending) startTransition(() => send(data))
        }}
        className={clsx('grid grid-cols-[minmax(0,1fr)] gap-5', className)}
        noValidate
      >
        {(state.problem || state.done) && (
          <div
            ref={answer}
            tabIndex={-1}
            role={state.problem ? 'alert' : 'status'}
            className={clsx(
              'rounded-control border-s-3 px-4 py-3 font-semibold wrap-anywhere',
              state.problem ? 'border-stamp bg-stamp-wash' : 'border-mint-deep bg-mint-wash',
            )}
          >
            <span className="sr-only">{state.problem ? words.problem : words.done}: </span>
            {state.problem ?? state.done}
          </div>
        )}
        {children}
      </form>
    </Sent>
  )
}

/** As `Field` of the shared parts, for a form that lives in the browser: the words come as props. */
export function FormField({
  name,
  label,
  hint,
  className,
  ...input
}: ComponentProps<'input'> & { name: string; label: string; hint?: string | undefined }) {
  const { state } = useContext(Sent)
  const error = state.errors[name]
  const id = input.id ?? name
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-small font-semibold">
        {label}
      </label>
      <input
        {...input}
        id={id}
        name={name}
        defaultValue={state.values[name] ?? input.defaultValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="h-10 w-full rounded-control border border-edge bg-card px-3 text-base text-ink aria-invalid:border-stamp aria-invalid:outline-stamp pointer-coarse:h-11"
      />
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

/** Sends the form it stands in; keeps the focus while it works. */
export function FormButton({
  children,
  working,
  look = 'ink',
  size,
}: {
  children: ReactNode
  working: string
  look?: Parameters<typeof buttonClasses>[0]['look']
  size?: 'regular' | 'small'
}) {
  const { pending } = useContext(Sent)
  return (
    <div>
      <button
        type="submit"
        aria-disabled={pending || undefined}
        className={buttonClasses({ look, ...(size ? { size } : {}) }, 'max-sm:whitespace-normal')}
      >
        {pending ? working : children}
      </button>
    </div>
  )
}
