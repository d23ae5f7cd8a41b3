import type { ReactNode } from 'react'
import { Card } from '@/app/_components/Card'

/** One narrow sheet in the middle: sign in, register, verify, set a password. */
export function EntrySheet({
  title,
  text,
  children,
  below,
}: {
  title: string
  text?: ReactNode
  children?: ReactNode
  below?: ReactNode
}) {
  return (
    <div className="page py-12 lg:py-20">
      <div className="mx-auto max-w-md">
        <h1 className="font-display text-title">{title}</h1>
        {text && <div className="mt-3 text-ink-2">{text}</div>}
        {children && <Card className="mt-6">{children}</Card>}
        {below && <div className="mt-6 grid gap-2 text-[0.9375rem] text-ink-2">{below}</div>}
      </div>
    </div>
  )
}
