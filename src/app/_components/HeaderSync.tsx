'use client'

import { usePathname } from 'next/navigation'
import { useLayoutEffect } from 'react'
import { bootScript } from '@/platform/bootScript'

declare global {
  interface Window {
    /** Defined by the boot script of the site: writes theme, cart count and name from the cookies. */
    mintreuBoot?: () => void
  }
}

/**
 * Brings theme, cart count and name up to date after a navigation that did not load the page anew.
 * A page that is not found or failed is made by React in the browser, where the inline script of the layout
 * does not run: then it is added here, with the same text and so allowed by the same hash.
 */
export function HeaderSync() {
  const pathname = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what tells that a navigation happened
  useLayoutEffect(() => {
    if (window.mintreuBoot) return window.mintreuBoot()
    const script = document.createElement('script')
    script.textContent = bootScript
    document.head.append(script)
  }, [pathname])
  return null
}
