'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Asks for the page again until it stops rendering this part; slower with time. Without scripts the page says to reload. */
export function Refresh() {
  const router = useRouter()
  useEffect(() => {
    let wait = 700
    let timer = setTimeout(ask, wait)
    function ask() {
      router.refresh()
      wait = Math.min(wait * 1.4, 15_000)
      timer = setTimeout(ask, wait)
    }
    return () => clearTimeout(timer)
  }, [router])
  return (
    <noscript>
      <meta httpEquiv="refresh" content="3" />
    </noscript>
  )
}
