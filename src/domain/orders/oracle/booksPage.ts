import { type Brake, brakeRecord } from '@/platform/brake'
import { collectionOf, type Database } from '@/platform/database'
import { orderDocument } from '../records'
import { type OracleRun, oracleRunRecord } from './records'

export interface BooksPage {
  /** The one under way, or asked for. */
  running: OracleRun | null
  /** The last that ended, whatever it found. */
  last: OracleRun | null
  runs: OracleRun[]
  /** On at the moment. */
  brake: Brake | null
  /** Newest first, the present one included. */
  brakes: Brake[]
  /** Orders that are paid and wait for the brake. */
  waitingOrders: number
}

const shownRuns = 20
const shownBrakes = 10

/** What the panel shows of the oracle: state, last runs, what is wrong, the brake. */
export async function booksPage(database: Database): Promise<BooksPage> {
  const [runs, brakes, waitingOrders] = await Promise.all([
    collectionOf(database, oracleRunRecord)
      .find({}, { sort: { createdAt: -1 }, limit: shownRuns })
      .toArray(),
    collectionOf(database, brakeRecord)
      .find({}, { sort: { since: -1 }, limit: shownBrakes })
      .toArray(),
    collectionOf(database, orderDocument).countDocuments({
      status: { $in: ['pending', 'failed', 'canceled'] },
      paidAt: { $type: 'date' },
    }),
  ])
  const isOpen = ({ state }: OracleRun) => state === 'queued' || state === 'running'
  return {
    running: runs.find(isOpen) ?? null,
    last: runs.find((run) => !isOpen(run)) ?? null,
    runs,
    brake: brakes.find(({ releasedAt }) => releasedAt === null) ?? null,
    brakes,
    waitingOrders,
  }
}
