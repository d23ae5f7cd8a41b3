import { licensePlaceRecord, licenseRecord } from '@/domain/licensing/records'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import type { Books } from './bookCheck'

interface Counted {
  _id: string
  seatsTaken: number
  freeTaken: number
  seats: number
  free: number
}

/** What a license says of its seats is what its places take, those beyond the record included. */
export async function countsArePlaces({ database }: Books): Promise<BookProblem[]> {
  const rows = await atOneMoment(database, (read) =>
    read.aggregate<Counted>(licenseRecord.name, [
      {
        $match: {
          $or: [{ seatsTaken: { $ne: 0 } }, { freeTaken: { $ne: 0 } }, { 'places.0': { $exists: true } }],
        },
      },
      {
        $lookup: {
          from: licensePlaceRecord.name,
          localField: '_id',
          foreignField: 'license',
          pipeline: [{ $project: { seat: 1 } }],
          as: 'held',
        },
      },
      { $set: { all: { $concatArrays: ['$places.seat', '$held.seat'] } } },
      { $project: { seatsTaken: 1, freeTaken: 1, seats: taken(true), free: taken(false) } },
      { $match: { $expr: { $or: [differs('$seats', '$seatsTaken'), differs('$free', '$freeTaken')] } } },
      { $limit: 200 },
    ]),
  )
  return rows.map(({ _id, seatsTaken, freeTaken, seats, free }) => ({
    invariant: 'counts are places',
    row: _id,
    detail: `says ${seatsTaken} seats and ${freeTaken} free, its places take ${seats} and ${free}`,
  }))
}

const taken = (seat: boolean) => ({
  $size: { $filter: { input: '$all', cond: { $eq: ['$$this', seat] } } },
})
const differs = (a: string, b: string) => ({ $ne: [a, b] })
