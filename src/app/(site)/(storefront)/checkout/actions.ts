'use server'

import { redirect } from 'next/navigation'
import { cartHolder } from '@/app/_cart'
import { requestActor } from '@/app/_request'
import { paymentProvider, server } from '@/app/_server'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { buyerSchema } from '@/domain/orders/buyerSchema'
import { findCart } from '@/domain/orders/cart'
import { closeOpenCheckouts, openCheckout } from '@/domain/orders/openCheckout'
import { orderToken, orderUrl } from '@/domain/orders/orderLink'
import { placeOrder } from '@/domain/orders/placeOrder'
import { transactDocuments } from '@/platform/documentTransaction'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { log } from '@/platform/logs'
import { hasText, t } from '@/platform/words'
import type { CheckoutState, CheckoutValues } from './state'

/** Places the order and sends the buyer to the provider's page; an order of nothing is complete at once. */
export async function placeAndPay(_before: CheckoutState, form: FormData): Promise<CheckoutState> {
  const values = valuesOf(form)
  const parsed = buyerSchema.safeParse(values)
  if (!parsed.success) return { values, errors: fieldErrors(parsed.error.issues), problem: null }
  let target: string
  try {
    target = await begin(parsed.data)
  } catch (error) {
    if (error instanceof CodedError) return { values, errors: {}, problem: problemText(error.code) }
    // The provider is away, or we are broken: nothing was charged, and the buyer may try again.
    log().error({ err: error }, 'a checkout could not be opened')
    return { values, errors: {}, problem: t('checkout.problem.provider') }
  }
  redirect(target)
}

async function begin(buyer: Parameters<typeof placeOrder>[1]['buyer']): Promise<string> {
  const { payload, database } = await server()
  const stripe = paymentProvider()
  const { PUBLIC_URL } = environment()
  const holder = await cartHolder()
  const cart = await findCart(database, holder)
  if (!cart) throw new CodedError({ status: 409, code: 'cart_empty', detail: 'Your cart is empty.' })
  const { paid, ended } = await closeOpenCheckouts(payload, stripe, cart._id)
  if (paid) return `/order/${orderToken(paid)}`
  const actor = await requestActor()
  const placed = await transactDocuments(payload, { actor }, (tx) =>
    placeOrder(tx, { cartId: cart._id, userId: holder.userId, buyer, locale: 'en', ended }),
  )
  if (placed.totalMinor === 0) {
    await transactDocuments(payload, { actor }, (tx) => completeFreeOrder(tx, placed.orderId))
    return `/order/${orderToken(placed.orderId)}`
  }
  return openCheckout({
    payload,
    stripe,
    orderId: placed.orderId,
    successUrl: `${orderUrl(PUBLIC_URL, placed.orderId, placed.placedAt)}?paid=1`,
    cancelUrl: `${PUBLIC_URL}/checkout`,
  })
}

const valuesOf = (form: FormData): CheckoutValues => ({
  email: text(form, 'email'),
  name: text(form, 'name'),
  country: text(form, 'country'),
  company: text(form, 'company'),
  taxId: text(form, 'taxId'),
})

function text(form: FormData, name: keyof CheckoutValues): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 400) : ''
}

function fieldErrors(issues: readonly { path: PropertyKey[] }[]): CheckoutState['errors'] {
  const errors: CheckoutState['errors'] = {}
  for (const { path } of issues) {
    const field = String(path[0])
    if (
      field === 'email' ||
      field === 'name' ||
      field === 'country' ||
      field === 'company' ||
      field === 'taxId'
    )
      errors[field] = t(`checkout.fieldError.${field}`)
  }
  return errors
}

function problemText(code: string): string {
  const key = `checkout.problem.${code}`
  return hasText(key) ? t(key) : t('checkout.problem.other')
}
