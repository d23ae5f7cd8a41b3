'use client'

import { useEffect, useState } from 'react'

/** Pages that are made on demand: anything else either stays (a download) or says by itself what it does. */
const waited = /^\/($|browse$|search$|c\/|p\/|s\/|collections\/)/
/** A page that still is not here then was stopped, or turned out to be no page. */
const forgottenMs = 20_000
const spokenMs = 1_000

/**
 * Shows that the next page is on its way: a line on top of this one, seen when that takes a while, and words for those who
 * hear the page. Pages stay whole HTML; the skeleton of a `loading.tsx` would make what follows it need scripts.
 */
export function LeavingProgress({ words }: { words: string }) {
  const [isLeaving, setLeaving] = useState(false)
  const [isSlow, setSlow] = useState(false)

  useEffect(() => {
    const stay = () => setLeaving(false)
    const onClick = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || hasModifier(event)) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (link && !link.target && !link.download && leadsAway(link.href)) setLeaving(true)
    }
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'get') return
      if (waited.test(new URL(form.action, location.href).pathname)) setLeaving(true)
    }
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && stay()
    // On window: whoever keeps a click from leading away has done so by then.
    window.addEventListener('click', onClick)
    window.addEventListener('submit', onSubmit)
    window.addEventListener('keydown', onKey)
    window.addEventListener('pageshow', stay)
    return () => {
      window.removeEventListener('click', onClick)
      window.removeEventListener('submit', onSubmit)
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('pageshow', stay)
    }
  }, [])

  useEffect(() => {
    if (!isLeaving) return setSlow(false)
    const speak = setTimeout(() => setSlow(true), spokenMs)
    const forget = setTimeout(() => setLeaving(false), forgottenMs)
    return () => {
      clearTimeout(speak)
      clearTimeout(forget)
    }
  }, [isLeaving])

  return (
    <>
      {isLeaving && <div className="leaving" aria-hidden="true" />}
      <p role="status" className="sr-only">
        {isSlow ? words : ''}
      </p>
    </>
  )
}

const hasModifier = (event: MouseEvent) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey

/** Whether an address is a page of the shop other than a place on this one. */
function leadsAway(href: string): boolean {
  const to = new URL(href, location.href)
  if (to.origin !== location.origin || !waited.test(to.pathname)) return false
  return to.hash === '' || to.pathname !== location.pathname || to.search !== location.search
}
