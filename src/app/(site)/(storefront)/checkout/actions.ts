'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { cartHolder } from '@/app/_cart'
import { rememberedReferrals } from '@/app/_referral'
import { requestActor } from '@/app/_request'
import { paymentProvider, server } from '@/app/_server'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { beginCheckout } from '@/domain/orders/beginCheckout'
import { buyerSchema } from '@/domain/orders/buyerSchema'
import { findCart, viewCart } from '@/domain/orders/cart'
import { lastBought } from '@/domain/orders/lastBought'
import { spendCheckout } from '@/domain/orders/limits'
import { orderToken, orderUrl } from '@/domain/orders/orderLink'
import { placeOrder } from '@/domain/orders/placeOrder'
import { isReady } from '@/domain/orders/priceCart'
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
    target = await begin(parsed.data, text(form, 'shown'))
  } catch (error) {
    if (error instanceof CodedError) return { values, errors: {}, problem: await refused(error) }
    // The provider is away, or we are broken: nothing was charged, and the buyer may try again.
    const { requestId } = await requestActor()
    log().error({ err: error, requestId }, 'a checkout could not be opened')
    return { values, errors: {}, problem: t('checkout.problem.provider') }
  }
  redirect(target)
}

/** @param shown what the page showed of the cart, as it came back with the form. */
async function begin(buyer: Parameters<typeof placeOrder>[1]['buyer'], shown: string): Promise<string> {
  const { payload, database } = await server()
  const { PUBLIC_URL, CHECKOUTS_PER_ADDRESS_PER_HOUR: perHour } = environment()
  const holder = await cartHolder()
  const cart = await findCart(database, holder)
  if (!cart) {
    const paid = await paidAlready()
    if (paid) return paid
    throw new CodedError({ status: 409, code: 'cart_empty', detail: 'Your cart is empty.' })
  }
  const [actor, clicks] = await Promise.all([requestActor(), rememberedReferrals()])
  await spendCheckout(database, { actor, cartId: cart._id, perHour })
  const begun = await beginCheckout({
    payload,
    stripe: paymentProvider(),
    cart,
    place: (ended) =>
      transactDocuments(payload, { actor }, (tx) =>
        placeOrder(tx, {
          ...{ cartId: cart._id, userId: holder.userId, buyer, locale: 'en', ended, shown },
          clicks,
        }),
      ),
    urls: ({ orderId, placedAt }) => ({
      successUrl: `${orderUrl(PUBLIC_URL, orderId, placedAt)}?paid=1`,
      cancelUrl: `${PUBLIC_URL}/checkout`,
    }),
  })
  if (begun.to === 'provider') return begun.url
  const { orderId, isFree } = begun
  if (isFree) await transactDocuments(payload, { actor }, (tx) => completeFreeOrder(tx, orderId))
  return `/order/${orderToken(orderId)}`
}

/** A tab that stayed behind: the cart was paid in another one, and there is its order. */
async function paidAlready(): Promise<string | null> {
  const { database } = await server()
  const order = await lastBought(database, await cartHolder())
  return order && `/order/${orderToken(order)}`
}

/**
 * Why nothing was placed, in words. What changed is shown first: by this page anew, or by the cart where the buyer has to
 * decide about a line.
 */
async function refused({ code, retryAfterSeconds }: CodedError): Promise<string> {
  if (code === 'not_found') redirect((await paidAlready()) ?? '/cart')
  if (code === 'cart_changed') {
    const { database } = await server()
    const view = await viewCart(database, await cartHolder())
    if (!view || !isReady(view.priced)) redirect('/cart?problem=cart_changed')
    refresh()
  }
  const key = `checkout.problem.${code}`
  return hasText(key) ? t(key, { seconds: retryAfterSeconds ?? 0 }) : t('checkout.problem.other')
}

const valuesOf = (form: FormData): CheckoutValues => ({
  email: text(form, 'email'),
  name: text(form, 'name'),
  country: text(form, 'country'),
  company: text(form, 'company'),
  taxId: text(form, 'taxId'),
})

function text(form: FormData, name: keyof CheckoutValues | 'shown'): string {
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
