import { invalidRequest } from '../http/errors'
import { presentTransaction } from '../payments/transactions'
import type { Simulator } from '../simulator'
import { sessionLineItems } from './checkoutSessions'

type Plain = Record<string, unknown>

/** Fields that may be expanded, and how an id in them is looked up. */
const expandable: Record<string, (sim: Simulator, id: string) => object | undefined> = {
  balance_transaction: findTransaction,
  charge: (sim, id) => sim.store.get('charges', id),
  customer: (sim, id) => sim.store.get('customers', id),
  failure_balance_transaction: findTransaction,
  latest_charge: (sim, id) => sim.store.get('charges', id),
  payment_intent: (sim, id) => sim.store.get('payment_intents', id),
  source: (sim, id) => sim.store.get('charges', id) ?? sim.store.get('refunds', id),
}

const maxDepth = 4

/** Copies the answer with every path of `expand[]` filled in; throws the provider's refusal of a wrong path. */
export function expandAnswer(sim: Simulator, answer: object, paths: readonly string[]): object {
  return paths.reduce<object>((expanded, path) => {
    const keys = path.split('.')
    if (!keys.every(isKnown)) throw notExpandable(path)
    if (keys.length > maxDepth) {
      throw invalidRequest(`You cannot expand more than ${maxDepth} levels of a property.`)
    }
    return expandPath(sim, expanded, keys, path)
  }, answer)
}

function expandPath(sim: Simulator, value: object, keys: readonly string[], whole: string): object {
  const [key, ...rest] = keys
  if (key === undefined) return value
  const plain: Plain = { ...value }
  if (key === 'data' && plain.object === 'list' && Array.isArray(plain.data)) {
    return { ...plain, data: plain.data.map((item: object) => expandPath(sim, item, rest, whole)) }
  }
  if (key === 'line_items' && plain.object === 'checkout.session') {
    return { ...plain, line_items: sessionLineItems(sim, String(plain.id)) }
  }
  const find = expandable[key]
  if (find === undefined || !Object.hasOwn(plain, key)) {
    throw notExpandable(whole)
  }
  const current = plain[key]
  const found = typeof current === 'string' ? find(sim, current) : current
  if (found === null || typeof found !== 'object') return plain
  return { ...plain, [key]: expandPath(sim, found, rest, whole) }
}

/** Checked before the answer is walked, so that an empty list refuses a wrong path too. */
function isKnown(key: string): boolean {
  return key === 'data' || key === 'line_items' || Object.hasOwn(expandable, key)
}

function notExpandable(path: string) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' })
}

function findTransaction(sim: Simulator, id: string): object | undefined {
  const transaction = sim.store.get('balance_transactions', id)
  return transaction && presentTransaction(sim, transaction)
}
