'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

declare global {
  interface Window {
    /** Defined by the boot script of the site: writes theme, cart count and name from the cookies. */
    mintreuBoot?: () => void
  }
}

/** Brings cart count and name up to date after a navigation that did not load the page anew. */
export function HeaderSync() {
  const pathname = usePathname()
  useEffect(() => window.mintreuBoot?.(), [pathname])
  return null
}
