'use client'

import { useEffect, useState } from 'react'

type Props = { value: string; about: string; words: { copy: string; copied: string; failed: string } }
type Outcome = 'none' | 'copied' | 'failed'

const shownMs = 2500

/** Copies a value and says so, in the button and to screen readers. Hidden without scripts. */
export function CopyButton({ value, about, words }: Props) {
  const [outcome, setOutcome] = useState<Outcome>('none')
  useEffect(() => {
    if (outcome === 'none') return
    const timer = setTimeout(() => setOutcome('none'), shownMs)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () => {
    // Without https there is no clipboard: then say how to help oneself.
    const copied = navigator.clipboard?.writeText(value) ?? Promise.reject(new Error('no clipboard'))
    copied.then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }

  return (
    <span className="when-script shrink-0">
      <button
        type="button"
        onClick={copy}
        aria-label={`${words.copy}: ${about}`}
        className="min-h-8 min-w-20 rounded-control border border-edge bg-card px-2.5 text-small font-semibold hover:border-ink pointer-coarse:min-h-11"
      >
        {outcome === 'copied' ? words.copied : words.copy}
      </button>
      <span role="status" className="sr-only">
        {outcome === 'copied' ? `${words.copied}: ${about}` : ''}
        {outcome === 'failed' ? words.failed : ''}
      </span>
    </span>
  )
}
