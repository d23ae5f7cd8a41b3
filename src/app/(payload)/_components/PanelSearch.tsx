import { Button } from '@payloadcms/ui'
import type { ReactNode } from 'react'

interface PanelSearchProps {
  /** Where the form leads: the list's own address, with what is asked in its query. */
  action: string
  label: string
  find: string
  children: ReactNode
}

/** What a list is asked for, in its address: works without scripts, can be sent to somebody, and goes back with the browser. */
export function PanelSearch({ action, label, find, children }: PanelSearchProps) {
  return (
    <search>
      <form action={action} method="get" className="panel-find" aria-label={label}>
        {children}
        <Button type="submit" buttonStyle="secondary" size="medium">
          {find}
        </Button>
      </form>
    </search>
  )
}

/** One value of the address's query, at most so long; empty where there is none or several. */
export function asked(
  searchParams: Record<string, string | string[] | undefined> | undefined,
  name: string,
  longest = 254,
): string {
  const value = searchParams?.[name]
  return typeof value === 'string' ? value.trim().slice(0, longest) : ''
}
