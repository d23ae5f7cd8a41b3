'use client'

import { useEffect } from 'react'

/** Moves the focus to an element when the page arrives, so that a refusal is read first. */
export function FocusOnArrival({ target }: { target: string }) {
  useEffect(() => document.getElementById(target)?.focus(), [target])
  return null
}
