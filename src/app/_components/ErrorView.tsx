import type { ReactNode } from 'react'

type Props = {
  /** Engraved above the title: `404`. */
  code?: string
  title: ReactNode
  text?: ReactNode
  /** What one may do now: buttons. */
  children?: ReactNode
  /** What support asks for. */
  reference?: { label: string; value: string }
}

/**
 * A whole page that says what happened, whether anything was lost, and what to do now.
 * Takes its words as props because the crash page runs in the browser.
 *
 * @example <ErrorView code="403" title={t('pages.forbidden.title')} text={whoCanGrantIt} />
 */
export function ErrorView({ code, title, text, children, reference }: Props) {
  return (
    <div className="page py-20 lg:py-28">
      {code && <p className="engraved text-ink-3">{code}</p>}
      <h1 className="mt-2 max-w-[24ch] font-display text-title">{title}</h1>
      {text && <div className="mt-4 max-w-[60ch] text-lead text-ink-2">{text}</div>}
      {children && <div className="mt-8 flex flex-wrap gap-3">{children}</div>}
      {reference && (
        <p className="mt-8 text-small text-ink-2">
          {reference.label} <code className="ms-1 font-mono text-label select-all">{reference.value}</code>
        </p>
      )}
    </div>
  )
}
