import type { Document } from 'mongodb'
import { sellerDocument } from '@/domain/accounts/records'
import type { Database } from '@/platform/database'
import { categoryDocument, packageDocument, productDocument, releaseDocument } from './records'

/** The collections that a shelf is made of. */
export const shelved = {
  products: productDocument.name,
  packages: packageDocument.name,
  releases: releaseDocument.name,
  sellers: sellerDocument.name,
  categories: categoryDocument.name,
} as const
export type Shelved = keyof typeof shelved
export const shelvedNames = Object.keys(shelved) as Shelved[]

/** What a collection looked like from far: when its newest change was made (ms), and how many documents it held. */
export type Mark = Record<Shelved, { newestChange: number; count: number }>

type Row = { _id: Shelved; at?: Date; count?: number }

/** MongoDB ends a transaction after this time (transactionLifetimeLimitSeconds, as it comes). */
const transactionMs = 60_000
/** Between any two of our machines, at most (docs/operate.md, Clocks). */
const clocksApartMs = 10_000
/** So long after the time that it carries, at most, a change can be seen. */
export const lateByMs = transactionMs + clocksApartMs

/** One question for the newest changes, from indexes, and one for the sizes, from what the server keeps of them. */
export async function readMark({ db }: Database): Promise<Mark> {
  const [changes, sizes] = await Promise.all([
    db.collection(shelved.products).aggregate<Row>(ofEach(newestChange)).toArray(),
    db
      .collection(shelved.products)
      .aggregate<Row>(ofEach(size), { readConcern: { level: 'local' } })
      .toArray(),
  ])
  const mark: Mark = {
    products: { newestChange: 0, count: 0 },
    packages: { newestChange: 0, count: 0 },
    releases: { newestChange: 0, count: 0 },
    sellers: { newestChange: 0, count: 0 },
    categories: { newestChange: 0, count: 0 },
  }
  for (const { _id, at } of changes) mark[_id].newestChange = at?.getTime() ?? 0
  // A sharded collection tells of each shard.
  for (const { _id, count = 0 } of sizes) mark[_id].count += count
  return mark
}

const newestChange = (name: Shelved): Document[] => [
  { $sort: { updatedAt: -1 } },
  { $limit: 1 },
  { $project: { _id: { $literal: name }, at: '$updatedAt' } },
]

const size = (name: Shelved): Document[] => [
  { $collStats: { count: {} } },
  { $project: { _id: { $literal: name }, count: '$count' } },
]

/** The same question to every collection, as one. */
function ofEach(pipelineOf: (name: Shelved) => Document[]): Document[] {
  const others = shelvedNames.filter((name) => name !== 'products')
  return [
    ...pipelineOf('products'),
    ...others.map((name) => ({ $unionWith: { coll: shelved[name], pipeline: pipelineOf(name) } })),
  ]
}

export const isSameMark = (a: Mark, b: Mark): boolean =>
  shelvedNames.every(
    (name) => a[name].newestChange === b[name].newestChange && a[name].count === b[name].count,
  )

export const newestChangeOf = (mark: Mark): number =>
  Math.max(...shelvedNames.map((name) => mark[name].newestChange))
