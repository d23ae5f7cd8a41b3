'use client'

import { createElement, type HTMLAttributes, useEffect, useState } from 'react'

export type DrawnAttributes = {
  as?: 'a' | 'div' | 'header' | 'nav'
  href?: string
} & Omit<HTMLAttributes<HTMLElement>, 'children' | 'dangerouslySetInnerHTML'> &
  Record<`data-${string}`, string | undefined>

type Props = DrawnAttributes & {
  /** The key of its drawing. */
  mark: string
  /** Given where the browser may have to make the element itself. */
  html?: string | undefined
}

/**
 * A drawing in its element. Without `html` the server finds it by its mark, and the browser in the document that it has
 * been sent with: React takes over the element and leaves alone what is in it.
 */
export function DrawnHere({ as = 'div', mark, html, ...attributes }: Props) {
  const [inside] = useState(() => html ?? (typeof window === 'undefined' ? keptAt(mark) : standingAt(mark)))
  useEffect(() => {
    // The document came without it: whole documents have it. Once, so that nothing runs in circles.
    if (inside === undefined && !wasReloaded()) window.location.reload()
  }, [inside])
  return createElement(as, {
    ...attributes,
    'data-drawn': mark,
    suppressHydrationWarning: true,
    dangerouslySetInnerHTML: { __html: inside ?? '' },
  })
}

function keptAt(mark: string): string {
  const html = globalThis.mintreuDrawings?.get(mark)
  if (html === undefined) throw new Error(`there is no drawing ${mark}`)
  return html
}

const standingAt = (mark: string): string | undefined =>
  document.querySelector(`[data-drawn="${mark}"]`)?.innerHTML

const wasReloaded = (): boolean =>
  performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === 'reload')
