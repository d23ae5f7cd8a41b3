import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type Column = { key: string; label: ReactNode; align?: 'start' | 'end'; hideLabel?: boolean }
export type Row = { key: string; cells: Record<string, ReactNode> }

type Props = {
  /** Names the table; shown above it unless `hideCaption`. */
  caption: string
  hideCaption?: boolean
  columns: readonly Column[]
  rows: readonly Row[]
}

/**
 * A ruled ledger. The first cell of a row is its head. Wider than the screen, it scrolls in itself
 * and can be reached by keyboard.
 *
 * @example <Table caption="Releases" columns={[{ key: 'v', label: 'Version' }]} rows={[{ key: '1', cells: { v: '1.0' } }]} />
 */
export function Table({ caption, hideCaption = false, columns, rows }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-[0.9375rem]">
        <caption className={clsx('pb-3 text-start text-h2 font-semibold', hideCaption && 'sr-only')}>
          {caption}
        </caption>
        <thead>
          <tr className="border-b border-edge">
            {columns.map(({ key, label, align, hideLabel }) => (
              <th key={key} scope="col" className={clsx('engraved px-2 py-2 text-ink-2', side(align))}>
                <span className={hideLabel ? 'sr-only' : undefined}>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-b border-line">
              {columns.map(({ key, align }, index) => {
                const Cell = index === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={key}
                    scope={index === 0 ? 'row' : undefined}
                    className={clsx('h-11 px-2 py-2', index === 0 && 'font-semibold', side(align))}
                  >
                    {row.cells[key]}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const side = (align: Column['align']) => (align === 'end' ? 'text-end' : 'text-start')
