import { licenseHistoryRecord, licensePlaceRecord, licenseRecord } from '@/domain/licensing/records'
import { idempotentAnswerRecord } from '@/platform/idempotency'
import { atOneMoment, type SnapshotReader } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import type { Books } from './bookCheck'

/**
 * What was answered under an idempotency key has happened: the activation that an answer names is bound, or its history
 * says what became of it.
 */
export async function answersHold({ database }: Books): Promise<BookProblem[]> {
  return atOneMoment(database, async (read) => {
    const named = await read.aggregate<{ _id: string; activation: string }>(idempotentAnswerRecord.name, [
      { $match: { 'answer.activation.id': { $type: 'string' } } },
      { $project: { activation: '$answer.activation.id' } },
    ])
    const left = new Map(named.map(({ _id, activation }) => [activation, _id]))
    for (const look of [inLicenses, beyondLicenses, inHistory])
      if (left.size > 0) for (const id of await look(read, [...left.keys()])) left.delete(id)
    return [...left].map(([activation, row]) => ({
      invariant: 'what was answered is there',
      row: activation,
      detail: `answered under ${row}, and neither bound nor in the history`,
    }))
  })
}

type Look = (read: SnapshotReader, ids: string[]) => Promise<string[]>

const inLicenses: Look = async (read, ids) => {
  const rows = await read.find(
    licenseRecord,
    { 'places.id': { $in: ids } },
    { projection: { places: { id: 1 } } },
  )
  return rows.flatMap(({ places }) => places.map(({ id }) => id))
}

const beyondLicenses: Look = async (read, ids) =>
  (await read.find(licensePlaceRecord, { _id: { $in: ids } }, { projection: { _id: 1 } })).map(
    ({ _id }) => _id,
  )

const inHistory: Look = async (read, ids) => {
  const rows = await read.find(
    licenseHistoryRecord,
    { 'data.activation': { $in: ids } },
    { projection: { data: 1 } },
  )
  return rows.flatMap(({ data }) => (typeof data.activation === 'string' ? [data.activation] : []))
}
