import type { Document, Filter } from 'mongodb'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { step } from '@/platform/steps'
import { now } from '@/platform/time'
import { type License, licenseRecord } from './records'

/** So many licenses are renamed by one write. */
const batchSize = 500

interface Names {
  handle: string
  formerHandles: readonly string[]
}

/**
 * Brings what was sold of a product in line with what it is called now: the present handle first in each license, every
 * handle that it ever had behind it (ID-3).
 *
 * Reads the names, writes all licenses that have others, and reads the names again until they have stayed the same
 * meanwhile. Whoever wrote old names thereby writes the new ones after them, in whatever order the rows of several renames
 * are taken, how often, or how many at once; one that died is taken again by its row.
 * @returns how many licenses were changed.
 */
export async function renameLicensed(database: Database, productId: string): Promise<number> {
  let changed = 0
  let written: Names | null = null
  for (;;) {
    const names = await namesOf(database, productId)
    if (!names || (written && isSame(names, written))) return changed
    changed += await writeNames(database, productId, names)
    written = names
  }
}

async function namesOf(database: Database, _id: string): Promise<Names | null> {
  const product = await collectionOf(database, productDocument).findOne(
    { _id },
    { projection: { handle: 1, formerHandles: 1 } },
  )
  if (!product) return null
  return {
    handle: product.handle,
    formerHandles: (product.formerHandles ?? []).map(({ handle }) => handle),
  }
}

const isSame = (one: Names, other: Names): boolean =>
  one.handle === other.handle && one.formerHandles.join(' ') === other.formerHandles.join(' ')

/** One walk over the product's licenses; what is in line already is passed by, what changed meanwhile is left. */
async function writeNames({ db }: Database, product: string, names: Names): Promise<number> {
  const licenses = db.collection<License>(licenseRecord.name)
  const behind: Filter<License> = {
    product,
    $or: [
      { 'handles.0': { $ne: names.handle } },
      ...names.formerHandles.map((handle) => ({ handles: { $ne: handle } })),
    ],
  }
  const cursor = licenses.find(behind, { projection: { _id: 1 }, batchSize })
  let changed = 0
  let ids: string[] = []
  const write = async () => {
    const batch = ids
    ids = []
    const update = () => licenses.updateMany({ ...behind, _id: { $in: batch } }, withNames(names))
    changed += (await step('product.rename.licenses', update)).modifiedCount
  }
  for await (const { _id } of cursor) {
    ids.push(_id)
    if (ids.length === batchSize) await write()
  }
  if (ids.length > 0) await write()
  return changed
}

/** The present handle, then those that the license has, then what it lacks: run twice it changes nothing more. */
function withNames({ handle, formerHandles }: Names): Document[] {
  const others = { $filter: { input: '$handles', cond: { $ne: ['$$this', { $literal: handle }] } } }
  const former = formerHandles.filter((each) => each !== handle)
  const lacking = {
    $filter: { input: { $literal: former }, cond: { $not: [{ $in: ['$$this', '$handles'] }] } },
  }
  return [
    {
      $set: {
        handles: { $concatArrays: [[{ $literal: handle }], others, lacking] },
        updatedAt: now(),
      },
    },
  ]
}
