import type { ReactNode } from 'react'

/** The title of a page of the account, with room for a state beside it. */
export const PageTitle = ({ children, state }: { children: string; state?: ReactNode }) => (
  <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
    <h1 className="min-w-0 font-display text-title wrap-anywhere">{children}</h1>
    {state}
  </div>
)
