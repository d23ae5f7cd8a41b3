import ipaddr from 'ipaddr.js'

interface RateLimit {
  perMinute: number
  /** So many at once before the pace counts; a minute's worth when left out. */
  burst?: number
  /** Cells remembered at most, twice over. */
  maxCells?: number
}

interface Cell {
  /** When the cell is empty again, in milliseconds. */
  emptyAt: number
}

const generationMs = 60_000

/**
 * A pace per cell (an address, a key) in this process: generic cell rate algorithm, one number per cell, no timers. Several
 * processes each keep their own count, so together they let through as many times the pace. Cells that rest for a minute
 * are forgotten, which changes nothing where the burst is a minute's worth; more cells at once than `maxCells` shorten that.
 */
export class RateLimiter {
  private readonly intervalMs: number
  private readonly toleranceMs: number
  private readonly maxCells: number
  private young = new Map<string, Cell>()
  private old = new Map<string, Cell>()
  private turnedAt = Number.NEGATIVE_INFINITY

  constructor({ perMinute, burst = perMinute, maxCells = 50_000 }: RateLimit) {
    this.intervalMs = 60_000 / perMinute
    this.toleranceMs = this.intervalMs * (burst - 1)
    this.maxCells = maxCells
  }

  /**
   * Takes one from the cell.
   * @param at milliseconds of a clock that never goes back.
   * @returns how long to wait for the next one, in milliseconds; 0: it was taken.
   */
  take(name: string, at: number): number {
    const cell = this.cellOf(name, at)
    const wait = cell.emptyAt - at - this.toleranceMs
    if (wait > 0) return wait
    cell.emptyAt = Math.max(cell.emptyAt, at) + this.intervalMs
    return 0
  }

  private cellOf(name: string, at: number): Cell {
    if (at - this.turnedAt >= generationMs || this.young.size >= this.maxCells) {
      this.old = this.young
      this.young = new Map()
      this.turnedAt = at
    }
    const known = this.young.get(name)
    if (known) return known
    const cell = this.old.get(name) ?? { emptyAt: at }
    this.young.set(name, cell)
    return cell
  }
}

/** The network that an address lies in, as one writes it: `203.0.113.0/24`, `2001:db8:1::/48`. */
export function networkCell(address: string): string {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : null
  if (!parsed) return address
  const bits = parsed instanceof ipaddr.IPv6 ? 48 : 24
  const bytes = parsed.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0))
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`
}

/** What counts as one address: IPv4 whole, of IPv6 the network of a customer (/64), within which one may pick freely. */
export function addressCell(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : parsed.parts.slice(0, 4).join(':')
}
