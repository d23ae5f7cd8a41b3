import { type Order, orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'

/** What lies in the database, without what differs between two runs that ended the same: ids, times, tries. */
export type Photograph = Record<string, string[]>

/** The catalog, which nothing here changes; counts of tries, schedules, and what only says how it came about. */
const leftOut = new Set([
  'agendaJobs',
  'attempt-counters',
  'counters',
  'idempotent-answers',
  'inbox',
  'job-states',
  'license-attempts',
  'migrations',
  'oracle-runs',
  'packages',
  'platform-state',
  'process-states',
  'products',
  'sellers',
  'signing-keys',
])
/**
 * Of tries, of the chain's order among entries of one moment, and what is random. When a license was used is written a second
 * behind the answer: who dies in it forgets one use, and the next one tells it.
 */
const fieldsLeftOut = new Set([
  'activatedAt',
  'attempts',
  'error',
  'fence',
  'fingerprint',
  'hash',
  'holder',
  'lease',
  'masked',
  'maskedKey',
  'old',
  'requestKey',
  'key',
  'lastUsedAt',
  'nextAt',
  'sealed',
  'seq',
  'reached',
  'slug',
  'handle',
  'handles',
  'waits',
])

/**
 * Of orders only those that were paid: a button that is pressed again because nobody answered leaves one behind that is
 * canceled or never opened, with its lines and the guest who would have bought.
 */
export async function photograph(database: Database): Promise<Photograph> {
  const { db } = database
  const unpaid = await unpaidOrders(database)
  const picture: Photograph = {}
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (leftOut.has(name) || name.startsWith('system.')) continue
    const documents = await db.collection<{ _id: string; order?: string }>(name).find().toArray()
    const kept = documents.filter(
      ({ _id, order }) => !unpaid.has(_id) && !(name === 'order-items' && order && unpaid.has(order)),
    )
    if (kept.length > 0) picture[name] = kept.map((one) => JSON.stringify(plain(one))).sort()
  }
  return picture
}

/** Ids of the orders that nobody paid, and of the guests that have no other. */
async function unpaidOrders(database: Database): Promise<Set<string>> {
  const orders = await collectionOf(database, orderDocument).find().toArray()
  const [open, paid] = [orders.filter(isUnpaid), orders.filter((order) => !isUnpaid(order))]
  const buyers = open.map(({ customer }) => customer).filter((id) => !paid.some((one) => one.customer === id))
  return new Set([...open.map(({ _id }) => _id), ...buyers])
}

const isUnpaid = ({ status }: Pick<Order, 'status'>): boolean =>
  ['pending', 'canceled', 'failed'].includes(status)

function plain(value: unknown): unknown {
  if (value instanceof Date) return 'a time'
  if (typeof value === 'string') return plainText(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => !fieldsLeftOut.has(name))
  return Object.fromEntries(fields.map(([name, field]) => [plainText(name), plain(field)]))
}

/** Our ids and the provider's lose what is random in them, times and serial numbers become a mark. */
const plainText = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{32,}\b/g, 'a hash')
    .replace(/https?:\/\/\S+/g, 'a url')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time')
    .replace(/\b([a-z]{2,3})_(test_)?\w{10,}/g, '$1_')
    .replace(/…\S+/g, '…')
    .replace(/\d+/g, '#')
