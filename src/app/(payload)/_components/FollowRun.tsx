'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Shows how far a thing is that takes longer than a moment: the page is read again every so often. */
export function FollowRun({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}
