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

/** Two small questions for each collection, from an index and from what the server keeps of its size. */
export async function readMark({ db }: Database): Promise<Mark> {
  const look = async (name: Shelved) => {
    const collection = db.collection<{ updatedAt?: Date }>(shelved[name])
    const [newest, count] = await Promise.all([
      collection.findOne({}, { sort: { updatedAt: -1 }, projection: { _id: 0, updatedAt: 1 } }),
      collection.estimatedDocumentCount(),
    ])
    return { newestChange: newest?.updatedAt?.getTime() ?? 0, count }
  }
  const [products, packages, releases, sellers, categories] = await Promise.all(shelvedNames.map(look))
  const nothing = { newestChange: 0, count: 0 }
  return {
    products: products ?? nothing,
    packages: packages ?? nothing,
    releases: releases ?? nothing,
    sellers: sellers ?? nothing,
    categories: categories ?? nothing,
  }
}

export const isSameMark = (a: Mark, b: Mark): boolean =>
  shelvedNames.every(
    (name) => a[name].newestChange === b[name].newestChange && a[name].count === b[name].count,
  )

export const newestChangeOf = (mark: Mark): number =>
  Math.max(...shelvedNames.map((name) => mark[name].newestChange))
