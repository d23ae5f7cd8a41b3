import { z } from 'zod'
import { cartHolder, rememberCart } from '@/app/_cart'
import { tooOften } from '@/app/_refusal'
import { assertSameOrigin, postedForm, requestActor, seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { addToCart } from '@/domain/orders/cart'
import { spendNewCart } from '@/domain/orders/limits'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { transact } from '@/platform/transaction'

const form = z.object({ package: z.string().max(60), quantity: z.coerce.number().int().default(1) })

/** "Add to cart" of a product page: a plain form, so that it works without scripts. */
export async function POST(request: Request): Promise<Response> {
  try {
    assertSameOrigin(request)
    const parsed = form.safeParse(await postedForm(request))
    if (!parsed.success) return seeOther('/cart?problem=quantity_invalid')
    const { database } = await server()
    const holder = await cartHolder()
    const actor = await requestActor()
    await spendNewCart(database, { actor, holder, perHour: environment().CARTS_PER_ADDRESS_PER_HOUR })
    const cart = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder, packageId: parsed.data.package, quantity: parsed.data.quantity }),
    )
    await rememberCart(cart)
    return seeOther('/cart')
  } catch (error) {
    const refused = tooOften(request, error)
    if (refused) return refused
    if (error instanceof CodedError) return seeOther(`/cart?problem=${error.code}`)
    throw error
  }
}
