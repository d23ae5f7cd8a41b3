import { cookies } from 'next/headers'
import { z } from 'zod'
import { adoptCart } from '@/domain/orders/adoptCart'
import { type CartHolder, cartDays, cartExpiry, findCart } from '@/domain/orders/cart'
import type { Cart } from '@/domain/orders/records'
import type { Actor } from '@/platform/actor'
import { environment } from '@/platform/env'
import { readLink, signLink } from '@/platform/links'
import { log } from '@/platform/logs'
import { now } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { server } from './_server'
import { currentPerson } from './_session'

const cartCookie = 'mintreu_cart'
/** Readable by the boot script: the number in the header is set in the browser, so that pages stay anonymous. */
const countCookie = 'mintreu_cart_count'
const claims = z.object({ cart: z.string() })

/** Who holds which cart: the signed cookie names a guest's, the session a person's. */
export async function cartHolder(): Promise<CartHolder> {
  const [jar, person] = await Promise.all([cookies(), currentPerson()])
  const token = jar.get(cartCookie)?.value
  return { cartId: token ? cartIdOf(token) : null, userId: person?.id ?? null }
}

/** A cookie that expired or was tampered with is no cart, not an error. */
function cartIdOf(token: string): string | null {
  try {
    return readLink('cart-link', token, claims).cart
  } catch {
    return null
  }
}

/** Remembers the cart in the browser and its count for the header. */
export async function rememberCart(cart: Pick<Cart, '_id' | 'lines'>): Promise<void> {
  const jar = await cookies()
  const secure = environment().PUBLIC_URL.startsWith('https:')
  const shared = { path: '/', sameSite: 'lax' as const, secure, maxAge: cartDays * 86_400 }
  jar.set(cartCookie, signLink('cart-link', { cart: cart._id }, cartExpiry(now())), {
    ...shared,
    httpOnly: true,
  })
  const count = cart.lines.reduce((total, line) => total + line.quantity, 0)
  if (count > 0) jar.set(countCookie, String(count), shared)
  else jar.delete(countCookie)
}

/**
 * At sign-in: what the guest had put in the cart joins the person's own, and the header counts it. A sign-in does not fail
 * for it: what could not join now is kept by its cookie and joins with the next thing that the person does to the cart.
 */
export async function adoptGuestCart(userId: string, actor: Actor): Promise<void> {
  const token = (await cookies()).get(cartCookie)?.value
  const cartId = token ? cartIdOf(token) : null
  const { database } = await server()
  try {
    const cart = cartId
      ? await transact(database, { actor }, (tx) => adoptCart(tx, { cartId, userId }))
      : await findCart(database, { cartId: null, userId })
    if (cart) await rememberCart(cart)
    // What is left in this browser names the cart of whoever was here before.
    else await forgetCart()
  } catch (error) {
    log().error({ err: error, cart: cartId, user: userId }, 'a cart could not join at the sign-in')
  }
}

/** At sign-out: the person's cart stays theirs and leaves this browser. */
export async function forgetCart(): Promise<void> {
  const jar = await cookies()
  jar.delete(cartCookie)
  jar.delete(countCookie)
}
