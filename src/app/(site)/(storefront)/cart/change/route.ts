import { z } from 'zod'
import { cartHolder, rememberCart } from '@/app/_cart'
import { tooOften } from '@/app/_refusal'
import { assertSameOrigin, postedForm, requestActor, seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { acceptPrices, type CartHolder, setCartCurrency, setCartQuantity } from '@/domain/orders/cart'
import { spendNewCart } from '@/domain/orders/limits'
import type { Cart } from '@/domain/orders/records'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { type Tx, transact } from '@/platform/transaction'

const line = { package: z.string().max(60), renews: z.string().max(60).optional() }
const form = z.discriminatedUnion('act', [
  z.object({ act: z.literal('quantity'), ...line, quantity: z.coerce.number().int() }),
  z.object({ act: z.literal('remove'), ...line }),
  z.object({ act: z.literal('currency'), currency: z.string().regex(/^[a-z]{3}$/) }),
  z.object({ act: z.literal('accept') }),
])

/** The small forms of the cart page: another quantity, out with it, another currency, "I have seen the new price". */
export async function POST(request: Request): Promise<Response> {
  try {
    assertSameOrigin(request)
    const parsed = form.safeParse(await postedForm(request))
    if (!parsed.success) return seeOther('/cart?problem=quantity_invalid')
    const { database } = await server()
    const holder = await cartHolder()
    const actor = await requestActor()
    await spendNewCart(database, { actor, holder, perHour: environment().CARTS_PER_ADDRESS_PER_HOUR })
    const cart = await transact(database, { actor }, (tx) => change(tx, holder, parsed.data))
    await rememberCart(cart)
    return seeOther('/cart')
  } catch (error) {
    const refused = tooOften(request, error)
    if (refused) return refused
    if (error instanceof CodedError) return seeOther(`/cart?problem=${error.code}`)
    throw error
  }
}

function change(tx: Tx, holder: CartHolder, wish: z.infer<typeof form>): Promise<Cart> {
  if (wish.act === 'accept') return acceptPrices(tx, holder)
  if (wish.act === 'currency') return setCartCurrency(tx, holder, wish.currency)
  const quantity = wish.act === 'remove' ? 0 : wish.quantity
  return setCartQuantity(tx, { holder, packageId: wish.package, renews: wish.renews ?? null, quantity })
}
