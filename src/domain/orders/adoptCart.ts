import { packageDocument } from '@/domain/catalog/records'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { isLine, maxQuantity } from './cartLine'
import { priceIn } from './priceCart'
import { type Cart, cartRecord } from './records'

type Line = Cart['lines'][number]

/**
 * At sign-in: what the guest had put in the cart joins the person's own. Quantities of the same package are added up to
 * the limit, the person's renewals stay, and nothing is lost: what is merged may hold more lines than can be added by hand.
 * A guest owns no license, so a renewal is never taken over. The guest's cart goes by one conditional write, so that of
 * two tabs one merges it and the other finds it merged; running it again changes nothing.
 * @returns the person's cart; null where neither had one.
 */
export async function adoptCart(
  tx: Tx,
  { cartId, userId }: { cartId: string; userId: string },
): Promise<Cart | null> {
  const carts = tx.of(cartRecord)
  const unowned = { _id: cartId, user: null, order: null }
  const guest = await carts.findOne(unowned)
  const own = await carts.findOne({ user: userId, order: null })
  if (!guest) return own
  const lines = guest.lines.filter(({ renews }) => !renews)
  if (!own)
    return step('cart.adopt.owner', () =>
      carts.claim(unowned, { $set: { user: userId, lines, updatedAt: tx.now } }),
    )
  return join(tx, { into: own, from: { ...guest, lines } })
}

/**
 * One browser, two carts of a guest: what it holds joins the one that a mail brought back.
 * @param from the cart that the browser holds; null, or no guest's open cart: there is nothing to join.
 */
export async function joinGuestCarts(
  tx: Tx,
  { into, from }: { into: Cart; from: string | null },
): Promise<Cart | null> {
  const held =
    from && from !== into._id ? await tx.of(cartRecord).findOne({ _id: from, user: null, order: null }) : null
  return held ? join(tx, { into, from: held }) : into
}

/** The cart that goes does so by one conditional write: of two that join it, one does. */
async function join(tx: Tx, { into, from }: { into: Cart; from: Cart }): Promise<Cart | null> {
  const carts = tx.of(cartRecord)
  const gone = await step('cart.adopt.guest', () => carts.remove({ _id: from._id, user: null, order: null }))
  if (gone === 0) return into
  const currency = into.lines.length === 0 ? from.currency : into.currency
  const lines = await joinLines(tx, { own: into, guest: from, currency })
  return step('cart.adopt.lines', () =>
    carts.claim(
      { _id: into._id, user: into.user, order: null },
      {
        $set: {
          currency,
          lines,
          merged: [...(into.merged ?? []), from._id, ...(from.merged ?? [])],
          placed: newest(into.placed, from.placed),
          updatedAt: tx.now,
        },
      },
    ),
  )
}

async function joinLines(
  tx: Tx,
  { own, guest, currency }: { own: Cart; guest: Cart; currency: string },
): Promise<Line[]> {
  const packages = await tx
    .read(packageDocument)
    .find({ _id: { $in: guest.lines.map((line) => line.package) } })
  const joined = [...own.lines]
  for (const line of guest.lines) {
    const pkg = packages.find((candidate) => candidate._id === line.package)
    // What was seen in another currency is shown anew in this one.
    const seen =
      guest.currency === currency
        ? line.seenPriceMinor
        : ((pkg && priceIn(pkg, currency)) ?? line.seenPriceMinor)
    const at = joined.findIndex((other) => isLine(other, { packageId: line.package }))
    const known = joined[at]
    if (!known) {
      joined.push({ ...line, seenPriceMinor: seen })
      continue
    }
    const most = pkg?.quantityMode === 'single' ? 1 : maxQuantity
    joined[at] = {
      ...known,
      quantity: Math.min(most, known.quantity + line.quantity),
      // The price that this person saw last.
      seenPriceMinor: line.addedAt > known.addedAt ? seen : known.seenPriceMinor,
    }
  }
  return joined
}

const newest = (one: Cart['placed'], other: Cart['placed']): Cart['placed'] =>
  !one || (other && other.at > one.at) ? (other ?? null) : one
