import type { ReactNode } from 'react'
import { underprint } from '@/domain/catalog/cover'

type Props = {
  title: ReactNode
  children?: ReactNode
  /** One act that helps: usually a LinkButton. */
  action?: ReactNode
  heading?: 'h1' | 'h2' | 'h3'
}

/**
 * Why there is nothing here, and one thing to do about it. The picture is a rosette that is not finished.
 *
 * @example <EmptyState title={t('checkout.cartEmpty')} action={<LinkButton href="/browse">…</LinkButton>} />
 */
export function EmptyState({ title, children, action, heading: Heading = 'h2' }: Props) {
  return (
    <div className="flex flex-col items-center rounded-card border border-line bg-card px-6 py-12 text-center">
      <UnfinishedRosette />
      <Heading className="mt-5">{title}</Heading>
      {children && <div className="mt-2 max-w-[48ch] text-ink-2">{children}</div>}
      {action && <div className="mt-6 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  )
}

function UnfinishedRosette() {
  const { path, copies } = underprint('unfinished')
  return (
    <svg
      viewBox="-320 -320 640 640"
      width="120"
      height="120"
      fill="none"
      stroke="currentColor"
      strokeWidth=".8"
      className="text-mint-deep opacity-60"
      aria-hidden="true"
    >
      {copies.slice(0, 7).map((copy) => (
        <path key={copy} d={path} transform={copy || undefined} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  )
}
