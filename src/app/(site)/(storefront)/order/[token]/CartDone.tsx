'use client'

import { useEffect } from 'react'

/** The paid cart is done on the server already: the header counts what this visitor's cart holds now. */
export function CartDone({ count, days }: { count: number; days: number }) {
  useEffect(() => {
    const age = count > 0 ? days * 86_400 : 0
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `mintreu_cart_count=${count}; path=/; max-age=${age}; samesite=lax`
    window.mintreuBoot?.()
  }, [count, days])
  return null
}
