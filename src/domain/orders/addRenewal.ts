import { customerDocument, sellerDocument } from '@/domain/accounts/records'
import { readSettings } from '@/domain/accounts/settings'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { type CodedError, conflict, notFound } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { type CartHolder, cartInTx, findCart, makeCart, saveLine } from './cart'
import type { Cart } from './records'
import { type RenewalOffer, renewalOffer } from './renewalOffer'

/**
 * Puts the renewal of one's own license into the cart, once: the same again changes nothing but the price that was seen.
 * The cart is the person's from then on, since what it renews is theirs.
 * @throws CodedError 404 for a license that is not this person's, also for a guest; 409 not_renewable,
 *   license_suspended, renewal_not_sold, renewal_currency; 422 cart_full.
 */
export async function addRenewal(
  tx: Tx,
  { holder, licenseId }: { holder: CartHolder; licenseId: string },
): Promise<Cart> {
  const { userId } = holder
  const license = userId && (await ownLicense(tx, userId, licenseId))
  if (!license) throw notFound('license')
  const cart = (await cartInTx(tx, holder)) ?? (await makeCart(tx, holder))
  const shelf = await shelfOf(tx, license)
  const offer = renewalOffer(license, shelf, { currency: cart.currency, now: tx.now })
  if (!offer || offer.refused) throw refusal(offer?.refused ?? null)
  return saveLine(tx, cart, {
    package: license.package,
    renews: license._id,
    quantity: offer.quantity,
    seenPriceMinor: offer.unitPriceMinor,
    addedAt: tx.now,
  })
}

/** What a page offers before anything is in the cart, in the currency of the person's cart; null: nothing to renew. */
export async function offerRenewal(
  database: Database,
  { license, holder, now }: { license: License; holder: CartHolder; now: Date },
): Promise<RenewalOffer | null> {
  const [cart, settings, pkg, product] = await Promise.all([
    findCart(database, holder),
    readSettings(database),
    collectionOf(database, packageDocument).findOne({ _id: license.package }),
    collectionOf(database, productDocument).findOne({ _id: license.product }),
  ])
  const seller = product && (await collectionOf(database, sellerDocument).findOne({ _id: product.seller }))
  return renewalOffer(
    license,
    { pkg, product, seller },
    { currency: cart?.currency ?? settings.baseCurrency, now },
  )
}

async function ownLicense(tx: Tx, user: string, licenseId: string): Promise<License | null> {
  const customers = await tx.read(customerDocument).find({ user })
  return tx.of(licenseRecord).findOne({ _id: licenseId, customer: { $in: customers.map(({ _id }) => _id) } })
}

async function shelfOf(tx: Tx, license: License) {
  const pkg = await tx.read(packageDocument).findOne({ _id: license.package })
  const product = await tx.read(productDocument).findOne({ _id: license.product })
  const seller = product && (await tx.read(sellerDocument).findOne({ _id: product.seller }))
  return { pkg, product, seller }
}

function refusal(refused: 'suspended' | 'not_sold' | 'currency' | null): CodedError {
  if (refused === 'suspended')
    return conflict('license_suspended', 'A suspended license can not be renewed until that is settled.')
  if (refused === 'not_sold')
    return conflict('renewal_not_sold', 'This package is not sold any more. Ask the seller for an extension.')
  if (refused === 'currency')
    return conflict('renewal_currency', 'This package has no price in the currency of your cart.')
  return conflict('not_renewable', 'There is nothing to renew in this license.')
}
