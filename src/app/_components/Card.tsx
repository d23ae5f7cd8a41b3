import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type Props = {
  children: ReactNode
  as?: 'div' | 'section' | 'article' | 'li'
  className?: string
  label?: string
}

/**
 * A flat sheet with a fine edge. `label` names a `section` for screen readers.
 *
 * @example <Card as="section" label={t('checkout.summary')}>…</Card>
 */
export function Card({ children, as: Element = 'div', className, label }: Props) {
  return (
    <Element
      aria-label={label}
      className={clsx('rounded-card border border-line bg-card p-4 sm:p-5', className)}
    >
      {children}
    </Element>
  )
}
