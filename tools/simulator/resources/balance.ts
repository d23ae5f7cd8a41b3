import type Stripe from 'stripe'
import { resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { presentTransaction } from '../payments/transactions'
import type { Simulator } from '../simulator'
import { createdWithin, listPage } from './list'

const filters = listParams('created', 'created.*', 'currency', 'source', 'type')

export const balanceRoutes: ApiRoute[] = [
  route('get', '/v1/balance', [], (sim) => balanceOf(sim)),
  route<Stripe.BalanceTransactionListParams>('get', '/v1/balance_transactions', filters, (sim, { input }) => {
    const isWithin = createdWithin(input.created)
    const found = sim.store
      .all('balance_transactions')
      .filter((one) => isWithin(one))
      .filter((one) => input.currency === undefined || one.currency === input.currency.toLowerCase())
      .filter((one) => input.source === undefined || one.source === input.source)
      .filter((one) => input.type === undefined || one.type === input.type)
      .map((one) => presentTransaction(sim, one))
    return listPage(found, input, '/v1/balance_transactions')
  }),
  route('get', '/v1/balance_transactions/{id}', [], (sim, { path }) => {
    const id = path.id ?? ''
    const transaction = sim.store.get('balance_transactions', id)
    if (transaction === undefined) throw resourceMissing('balance transaction', id, 'id')
    return presentTransaction(sim, transaction)
  }),
]

/** What is available and what is pending, per currency; together they are what the book holds. */
function balanceOf(sim: Simulator): Stripe.Balance {
  const all = sim.store.all('balance_transactions').map((one) => presentTransaction(sim, one))
  const currencies = [...new Set(all.map((one) => one.currency))]
  const amountsOf = (status: string) =>
    (currencies.length === 0 ? ['usd'] : currencies).map((currency) => {
      const matching = all.filter((one) => one.currency === currency && one.status === status)
      const amount = matching.reduce((sum, one) => sum + one.net, 0)
      return { amount, currency, source_types: { card: amount } }
    })
  return {
    object: 'balance',
    available: amountsOf('available'),
    livemode: false,
    pending: amountsOf('pending'),
  }
}
