'use client'

import { useEffect } from 'react'

/** `/` focuses the search field, unless somebody is typing; Escape leaves the field. */
export function SearchHotkey({ target }: { target: string }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const field = document.getElementById(target)
      if (!(field instanceof HTMLInputElement)) return
      if (event.key === 'Escape' && document.activeElement === field) field.blur()
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      event.preventDefault()
      field.focus()
      field.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [target])
  return null
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
