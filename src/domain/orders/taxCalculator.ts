import type { Minor } from '@/platform/money'

export interface LineTax {
  amountMinor: Minor
  rateBps: number
  jurisdiction: string | null
  behavior: 'exclusive' | 'inclusive'
  reason: string
}

/** Answers the tax of each line. The platform does not collect yet: zero, and says so on every line. */
export type TaxCalculator = (input: {
  lines: readonly { netMinor: Minor }[]
  country: string | null
  taxId: string | null
}) => LineTax[]

export const zeroTax: TaxCalculator = ({ lines }) =>
  lines.map(() => ({
    amountMinor: 0,
    rateBps: 0,
    jurisdiction: null,
    behavior: 'exclusive',
    reason: 'not_collecting',
  }))
