import type { Document } from 'mongodb'
import type { LicensePlace } from '../records'
import { freePlacesPerSeat } from '../seats'

const day = 86_400_000

/**
 * The rules of seats.ts as MongoDB reads them, so that a seat is taken by one conditional write whatever was read before.
 * A property test holds both to the same answers (roomExpression.test.ts).
 */
export const takesSeatExpression = (environment: LicensePlace['environment']): Document | boolean =>
  environment === 'production' || { $not: [{ $in: [environment, '$terms.freeEnvironments'] }] }

/** Seats given back within the window, beyond the quota; `$freed` unless said otherwise. */
const restingExpression = (now: Date, freed: unknown): Document => ({
  $cond: [
    { $eq: ['$terms.moveQuota', null] },
    0,
    {
      $max: [
        0,
        {
          $subtract: [
            {
              $size: {
                $filter: {
                  input: freed,
                  as: 'at',
                  cond: {
                    $gt: ['$$at', { $subtract: [now, { $multiply: ['$terms.moveWindowDays', day] }] }],
                  },
                },
              },
            },
            '$terms.moveQuota',
          ],
        },
      ],
    },
  ],
})

/** What the write itself gives back first: a move frees a seat and counts as one, an undo takes its count back. */
export interface GivenBack {
  seats: number
  /** The moves as they are after it, as an expression. */
  freed: unknown
}

const nothingGivenBack: GivenBack = { seats: 0, freed: '$freed' }

/** Room for another place that takes a seat. */
export const seatRoom = (now: Date, { seats, freed }: GivenBack = nothingGivenBack): Document => ({
  $or: [
    { $eq: ['$seats', null] },
    {
      $lt: [{ $add: [{ $subtract: ['$seatsTaken', seats] }, restingExpression(now, freed)] }, '$seats'],
    },
  ],
})

/** Room for another place that takes none. */
export const freeRoom: Document = {
  $or: [{ $eq: ['$seats', null] }, { $lt: ['$freeTaken', { $multiply: ['$seats', freePlacesPerSeat] }] }],
}

/** `roomRefusal` of verdict.ts: whether it would find nothing to refuse. */
export const roomExpression = (environment: LicensePlace['environment'], now: Date): Document => ({
  $cond: [takesSeatExpression(environment), seatRoom(now), freeRoom],
})

/** A dead seat that is passed on adds none; see `mayReclaim`. */
export const reclaimRoom: Document = {
  $and: [{ $ne: ['$seats', null] }, { $lte: ['$seatsTaken', '$seats'] }],
}

/** A suspicion keeps new places out only where the seller said so. */
export const notSuspected: Document = {
  $or: [{ $eq: ['$suspicion', null] }, { $ne: ['$terms.cloneBlocks', true] }],
}
