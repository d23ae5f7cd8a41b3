import { orderToken } from '@/domain/orders/orderLink'
import { recoverToken } from '@/domain/orders/recoverLink'
import { seal } from '@/platform/sealing'
import { idOf, insertPairs } from '../access/fixtures'
import { testPayload } from '../access/payload'
import { type PersonName, signInEverybody, userIdOf } from '../access/people'
import type { Side } from '../access/reach'
import type { Cell } from '../access/rules/cells'
import { makeRelease } from '../setup/catalogFixtures'
import { newPlaceOf } from '../setup/licenseFixtures'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

/** The built product with everybody signed in, two sellers' things, and what two people bought. */
export interface Visited {
  stack: Stack
  tokens: Record<PersonName, string | null>
  collections: readonly string[]
  /** What `{order}` and the like in an address stand for. */
  things: Readonly<Record<string, string>>
  fill(text: string): string
  ask(name: PersonName, path: string, init?: RequestInit): Promise<Visit>
}

export interface Visit {
  status: number
  location: string | null
  text: string
  headers: Headers
}

/** In what customer `a` (who is `customer`) and customer `b` (who is `affiliate`) bought; in seller A's draft and B's. */
export const marks = { a: 'Bought-By-A', b: 'Bought-By-B' } as const
export const draftOf = (side: Side): string => `Draft-Of-${side.toUpperCase()}`
export const keyOf = (side: Side): string => `MINTREU-KEY-OF-${side.toUpperCase()}`
const placeOf = (side: Side): string => `act_${side.padStart(24, '0')}`
const buyers: Record<Side, PersonName> = { a: 'customer', b: 'affiliate' }

/** @param name of the database, one for each test file. */
export async function startVisited(name: string): Promise<Visited> {
  // Without a worker nothing changes by itself.
  const stack = await startStack(name, { workers: 0 })
  const { secret, config } = await testPayload()
  const shelf = await stockShelf(stack)
  const release = await makeRelease(stack.database, shelf.invoices, {
    version: '2.2.0',
    files: [{ file: shelf.file._id, kind: 'archive' }],
  })
  const collections = config.collections.map(({ slug }) => slug as string)
  const tokens = await signInEverybody(stack.database, secret)
  await insertPairs(
    stack.database,
    collections.filter((slug) => slug !== 'users'),
  )
  for (const side of ['a', 'b'] as const) await sell(stack, side, shelf.invoices._id)
  const order = orderToken(idOf('orders', 'a'))
  const things = {
    order: idOf('orders', 'a'),
    otherOrder: idOf('orders', 'b'),
    orderToken: order,
    recoverToken: recoverToken(idOf('orders', 'a')),
    forgedToken: `${order.slice(0, -6)}AAAAAA`,
    license: idOf('licenses', 'a'),
    otherLicense: idOf('licenses', 'b'),
    maskedKey: 'MINTREU-…-a',
    otherMaskedKey: 'MINTREU-…-b',
    place: placeOf('a'),
    otherPlace: placeOf('b'),
    request: idOf('license-requests', 'a'),
    otherRequest: idOf('license-requests', 'b'),
    invoice: idOf('invoices', 'a'),
    otherInvoice: idOf('invoices', 'b'),
    product: idOf('products', 'a'),
    package: shelf.regular._id,
    release: release._id,
    file: shelf.file._id,
    admin: userIdOf('admin'),
  }
  return {
    stack,
    tokens,
    collections,
    things,
    fill: (text) => text.replace(/\{(\w+)\}/g, (_, name: string) => named(things, name)),
    async ask(name, path, init = {}) {
      const response = await fetch(`${stack.url}${path}`, {
        redirect: 'manual',
        ...init,
        headers: {
          // What a browser says of an address that was typed in.
          'sec-fetch-site': 'none',
          ...(tokens[name] ? { cookie: `payload-token=${tokens[name]}` } : {}),
          ...(init.headers as Record<string, string> | undefined),
        },
      })
      const location = response.headers.get('location')
      const text = await response.text()
      return {
        status: response.status,
        location: location && relative(stack.url, location),
        text,
        headers: response.headers,
      }
    },
  }
}

function named(things: Readonly<Record<string, string>>, name: string): string {
  const thing = things[name]
  if (thing === undefined) throw new Error(`the fixture has no {${name}}`)
  return thing
}

const relative = (origin: string, location: string): string =>
  location.startsWith(origin) ? location.slice(origin.length) : location

/** Makes a side's order, lines, license, invoice and draft that person's and that seller's, told apart by their marks. */
async function sell({ database: { db } }: Stack, side: Side, product: string): Promise<void> {
  const customer = idOf('customers', side)
  const order = idOf('orders', side)
  const set = (slug: string, fields: object) =>
    db.collection<{ _id: string }>(slug).updateOne({ _id: idOf(slug, side) }, { $set: fields })
  await set('customers', { user: userIdOf(buyers[side]) })
  await set('orders', { customer, status: 'completed' })
  await set('order-items', { order, customer, product, productName: marks[side], status: 'completed' })
  await set('licenses', {
    customer,
    order,
    orderItem: idOf('order-items', side),
    product,
    status: 'active',
    productName: marks[side],
    updatesUntil: null,
    expiresAt: null,
    handles: ['acme-works/invoice-kit'],
    'terms.production': true,
    seats: 3,
    seatsTaken: 1,
    places: [
      newPlaceOf({
        id: placeOf(side),
        publicId: `pub_${side.padStart(24, '0')}`,
        domain: `${side}.example.com`,
      }),
    ],
    'keys.0.sealed': seal(keyOf(side), { record: 'licenses', id: idOf('licenses', side), field: 'key' }),
  })
  await set('license-requests', {
    customer,
    license: idOf('licenses', side),
    status: 'open',
    kind: 'transfer',
  })
  await set('invoices', { customer, order, number: marks[side] })
  await set('products', { name: { en: draftOf(side), de: draftOf(side) } })
}

/** What a person got, in the words of the tables. */
export function outcomeOf({ status, location, text }: Visit, asked: string): Cell | `status ${number}` {
  if (location) {
    if (location === `/sign-in?next=${encodeURIComponent(asked)}`) return 'sign-in'
    if (location.startsWith('/admin/unauthorized')) return 'refused'
    // The panel's word for a document that is not there, or not for this person: back to the list.
    if (/^\/admin\/[^?]+\?notFound=/.test(location)) return 'not-there'
    return `to ${location.replace(/^\/(downloads|social)\/.*/, '/$1/…')}`
  }
  if (status === 404) return 'not-there'
  if (status === 403 || (status === 200 && /class="[^"]*\bunauthorized\b/.test(text))) return 'refused'
  return status === 200 ? 'shown' : `status ${status}`
}
