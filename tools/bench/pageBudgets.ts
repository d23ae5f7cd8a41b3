/** What one run of Lighthouse said of a page. */
export interface Measured {
  scores: Record<string, number>
  lcpSeconds: number
  cls: number
  tbtMs: number
  /** Transferred, compressed, with headers, by kind of resource as Chromium names it. */
  bytes: Record<string, number>
  /** Asked of another origin than the page's. */
  foreign: string[]
  complaints: string[]
}

export const pages = {
  home: '/',
  search: '/search?q=invoice',
  product: '/p/loomvale/tenant-kit',
  cart: '/cart',
} as const

const kilobyte = 1_000
const scripts: Readonly<Record<string, number>> = { product: 152, cart: 165 }

/** Kilobytes by kind of resource, where there is a bound; images are told and not bounded. */
export const budgets: Readonly<Record<string, (page: string) => number | null>> = {
  Document: () => 40,
  Script: (page) => scripts[page] ?? 148,
  Stylesheet: () => 24,
  Font: () => 56,
  Image: () => null,
}

const kilobytes = ({ bytes }: Measured, kind: string): number => (bytes[kind] ?? 0) / kilobyte

/** One row for each page: kilobytes, and the budget behind the stroke. */
export function byteTable(measured: readonly (readonly [string, Measured])[]): string {
  const kinds = Object.keys(budgets)
  const rows = measured.map(([page, found]) =>
    [
      page,
      ...kinds.map((kind) => {
        const budget = budgets[kind]?.(page)
        return `${kilobytes(found, kind).toFixed(1)}${budget ? ` / ${budget}` : ''}`
      }),
    ].join(' | '),
  )
  return [
    `| kB | ${kinds.join(' | ')} |`,
    `| --- | ${kinds.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}

/** What is worse than it may be. The times are bounded by an empty page of the same run too. */
export function overBudget(page: string, found: Measured, control: Measured): string[] {
  const { scores, lcpSeconds, cls, tbtMs, foreign } = found
  const complaints: [isOver: boolean, what: string][] = [
    [(scores.performance ?? 0) < 95, `performance ${scores.performance}, wanted 95`],
    ...['accessibility', 'best-practices', 'seo'].map((name): [boolean, string] => [
      scores[name] !== 100,
      `${name} ${scores[name]}, wanted 100`,
    ]),
    [
      lcpSeconds > Math.max(2.4, control.lcpSeconds + 0.5),
      `largest paint after ${lcpSeconds.toFixed(2)} s, wanted 2.4`,
    ],
    [cls > 0.01, `layout shift ${cls.toFixed(3)}, wanted 0.01`],
    [tbtMs > 100, `blocked for ${Math.round(tbtMs)} ms, wanted 100`],
    [foreign.length > 0, `asks others: ${foreign.join(', ')}`],
    ...Object.entries(budgets).map(([kind, budgetOf]): [boolean, string] => {
      const budget = budgetOf(page)
      const kb = kilobytes(found, kind)
      return [budget !== null && kb > budget, `${kind}: ${kb.toFixed(1)} kB, wanted ${budget}`]
    }),
  ]
  return complaints.filter(([isOver]) => isOver).map(([, what]) => `${page}: ${what}`)
}
