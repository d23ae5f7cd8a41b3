import { accountLinkPath, issueToken } from '@/domain/accounts/accountTokens'
import { customerDocument, userDocument } from '@/domain/accounts/records'
import { addToCart } from '@/domain/orders/cart'
import { cartRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { transact } from '@/platform/transaction'
import { until } from '../../setup/process'
import { guest, makeShelf } from '../../setup/shop'
import type { History } from '../histories'
import { actor, cartOf, completedOrder, patience } from './shop'

export const accountHistories: readonly History[] = [
  {
    name: 'a guest who signs in and has two carts, and one who has none',
    async prepare(stage) {
      const { database } = stage
      const userId = newId('usr')
      const shelf = await makeShelf(database)
      const packageId = shelf[1]?.package._id ?? ''
      await transact(database, { actor }, (tx) =>
        addToCart(tx, { holder: { cartId: null, userId }, packageId, quantity: 1 }),
      )
      const cartId = await cartOf(stage, shelf)
      const other = { cartId: await cartOf(stage, shelf.slice(0, 1)), userId: newId('usr') }
      return async () => {
        await stage.web('adoptCart', { cartId, userId })
        await stage.web('adoptCart', other)
        const carts = collectionOf(database, cartRecord)
        await until(() => carts.findOne({ user: userId, 'lines.1': { $exists: true } }), patience)
      }
    },
  },
  {
    name: 'a guest who proves the address and claims what was bought',
    async prepare(stage) {
      const { database, payload } = stage
      await completedOrder(stage)
      await completedOrder(stage)
      const userId = newId('usr')
      await collectionOf(database, userDocument).insertOne({
        _id: userId,
        email: guest.email,
        name: guest.name,
        roles: ['customer'],
        memberships: [],
        emailVerifiedAt: null,
        lockedAt: null,
      })
      const { link } = await transactDocuments(payload, { actor }, (tx) =>
        issueToken(tx, { purpose: 'verify-email', user: userId, email: guest.email }),
      )
      const secret = accountLinkPath(link).split('/').at(-1) ?? ''
      return async () => {
        await stage.web('verify', { secret, userId })
        const customers = collectionOf(database, customerDocument)
        await until(async () => (await customers.countDocuments({ user: userId })) === 2, patience)
      }
    },
  },
]
