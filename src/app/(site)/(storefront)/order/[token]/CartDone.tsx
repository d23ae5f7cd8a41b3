'use client'

import { useEffect } from 'react'

/** The cart became this order: its count leaves the header. The cart itself is done on the server already. */
export function CartDone() {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = 'mintreu_cart_count=; path=/; max-age=0; samesite=lax'
    window.mintreuBoot?.()
  }, [])
  return null
}
