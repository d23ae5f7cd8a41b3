import { demoSellers } from '../catalog'
import type { DemoPackage, DemoProduct } from '../catalog/types'
import type { Random } from '../random'
import { listedDaysAgo } from '../writeProduct'
import { type DemoBuyer, guests, signedInBuyer } from './buyers'

export const goodCard = '4242424242424242'
const secureCard = '4000002760003184'
const declinedCard = '4000000000000002'
const poorCard = '4000000000009995'

/** What happens to an order beside being paid. */
const fates = [
  'declined',
  'declined then paid',
  'abandoned',
  'refunded',
  'refunded for a duplicate',
  'refunded in part',
  'free',
  'free trial',
  'two sellers',
  'three sellers',
  'several',
] as const
type Fate = (typeof fates)[number] | 'paid'

export interface PlannedLine {
  handle: string
  packageName: string
  quantity: number
}

export interface PlannedOrder {
  kind: 'order'
  number: number
  minutesAgo: number
  buyer: DemoBuyer
  isSignedIn: boolean
  lines: PlannedLine[]
  /** One after the other; empty: the buyer goes away. */
  cards: string[]
}

export interface PlannedRefund {
  kind: 'refund'
  /** The number of its order. */
  number: number
  minutesAgo: number
  reason: string
  /** Half of the first line instead of everything. */
  part: boolean
}

export type PlannedAct = PlannedOrder | PlannedRefund

const minutesPerDay = 1_440
/** A small demo is as if it had opened last season, a full one as if it had a year behind it. */
const spreadDaysOf = (count: number): number => Math.min(360, Math.max(90, Math.round(count * 1.5)))
/** Of so many orders each fate that may come more than once comes once. */
const ordersPerFate = 60
/** Once in a shop: one trial to a customer, and one line is enough to see what nothing costs. */
const onceOnly: readonly Fate[] = ['free', 'free trial']
/** The last orders are so young that the worker still mails them. */
const newestMinutesAgo = [38, 21, 6]

/** Everything that buyers do, oldest first: the same for the same numbers. */
export function planOrders(random: Random, count: number): PlannedAct[] {
  const older = count - newestMinutesAgo.length
  const fateOf = dealFates(random, older)
  const orders = Array.from({ length: count }, (_, index) => {
    const minutesAgo = newestMinutesAgo[index - older] ?? spreadOver(random, index, older)
    return planOrder(random, { number: index + 1, minutesAgo, fate: fateOf.get(index) ?? 'paid' })
  })
  const refunds = orders.flatMap((order, index) => planRefund(random, order, fateOf.get(index) ?? 'paid'))
  return [...orders, ...refunds].sort((a, b) => b.minutesAgo - a.minutesAgo)
}

/** Evenly over the days, at any hour of ten; the last one a day ago. */
function spreadOver(random: Random, index: number, count: number): number {
  const days = 1 + (spreadDaysOf(count) - 1) * (1 - index / (count - 1))
  return Math.round(days * minutesPerDay) - random.between(0, 600)
}

/** Each fate, before the last fifth: refunds take days. What came once came late enough for all to be on sale. */
function dealFates(random: Random, older: number): Map<number, Fate> {
  const times = Math.max(1, Math.floor(older / ordersPerFate))
  const dealt = [
    ...fates,
    ...fates.filter((fate) => !onceOnly.includes(fate)).flatMap((fate) => Array<Fate>(times - 1).fill(fate)),
  ]
  const last = Math.floor(older * 0.8)
  const first = Math.max(0, Math.min(Math.floor(older / 2), last - dealt.length))
  const places = random.shuffle(Array.from({ length: last - first }, (_, index) => first + index))
  return new Map(
    dealt.flatMap((fate, index) => {
      const place = places[index]
      return place === undefined ? [] : [[place, fate] as const]
    }),
  )
}

function planOrder(
  random: Random,
  { number, minutesAgo, fate }: { number: number; minutesAgo: number; fate: Fate },
): PlannedOrder {
  const isPlain = fate === 'paid' || fate === 'two sellers'
  const isSignedIn = isPlain && number % 5 === 0
  return {
    kind: 'order',
    number,
    minutesAgo,
    buyer: isSignedIn ? signedInBuyer : random.pick(guests),
    isSignedIn,
    lines: planLines(random, minutesAgo, fate),
    cards: cardsFor(random, fate),
  }
}

function cardsFor(random: Random, fate: Fate): string[] {
  if (fate === 'abandoned') return []
  if (fate === 'declined') return [declinedCard]
  if (fate === 'declined then paid') return [poorCard, goodCard]
  return [random.next() < 0.15 ? secureCard : goodCard]
}

const isPaidOnce = ({ pricing }: DemoPackage): boolean => pricing === 'one-time'

interface Listed {
  seller: string
  product: DemoProduct
}

const listed: readonly Listed[] = demoSellers.flatMap((seller) =>
  seller.products
    .filter((product) => product.state === undefined && product.packages.some(isPaidOnce))
    .map((product) => ({ seller: seller.slug, product })),
)

function planLines(random: Random, minutesAgo: number, fate: Fate): PlannedLine[] {
  const onSale = listed.filter(({ product }) => listedDaysAgo(product) * minutesPerDay > minutesAgo)
  if (fate === 'free trial') return [{ handle: 'loomvale/tenant-kit', packageName: 'Trial', quantity: 1 }]
  if (fate === 'free') return [{ handle: 'brasswick/mail-rehearsal', packageName: 'Community', quantity: 1 }]
  const lines: PlannedLine[] = []
  let left = onSale
  const wanted = fate === 'three sellers' ? 3 : fate === 'two sellers' || random.next() < 0.12 ? 2 : 1
  for (let i = 0; i < wanted; i++) {
    const { seller, product } = random.pickWeighted(left, (each) => each.product.popularity)
    lines.push(planLine(random, seller, product, fate))
    left = left.filter((each) => each.seller !== seller)
  }
  return lines
}

function planLine(random: Random, seller: string, product: DemoProduct, fate: Fate): PlannedLine {
  const paid = product.packages.filter(isPaidOnce)
  const pkg: DemoPackage = random.pickWeighted(paid, ({ mostPopular }) => (mostPopular ? 3 : 2))
  const isSingle = pkg.quantity === 'single'
  const quantity = isSingle ? 1 : fate === 'several' ? random.between(3, 5) : random.next() < 0.1 ? 2 : 1
  return { handle: `${seller}/${product.slug}`, packageName: pkg.name, quantity }
}

const refundReasons: Partial<Record<Fate, string>> = {
  refunded: 'The buyer’s server runs an older PHP than the product needs.',
  'refunded for a duplicate': 'Bought twice by two people of the same company.',
  'refunded in part': 'Goodwill: the announced feature came a month late.',
}

function planRefund(random: Random, order: PlannedOrder, fate: Fate): PlannedRefund[] {
  const reason = refundReasons[fate]
  if (!reason) return []
  const minutesAgo = Math.max(300, order.minutesAgo - random.between(1_500, 7_000))
  return [{ kind: 'refund', number: order.number, minutesAgo, reason, part: fate === 'refunded in part' }]
}
