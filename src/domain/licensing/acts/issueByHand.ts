import { textIn } from '@/domain/catalog/localized'
import { type Package, packageDocument, productDocument } from '@/domain/catalog/records'
import { assertNotBraked } from '@/platform/brake'
import { notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { licenseTermsOf } from '../licenseTermsOf'
import { type LicenseGrant, newLicense } from '../newLicense'
import { licenseNotice } from '../notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'

/** Test licenses end by themselves (LIC-9). */
export const testDays = 30

export interface IssueByHand {
  packageId: string
  customerId: string
  /** For trying things out: marked in every answer, outside of ledger and reports, for thirty days. */
  test: boolean
  reason: string
}

/**
 * A license without a sale (LIC-9): a present, a replacement, a test. Nobody pays, so nothing is booked.
 * @throws CodedError 404 where the package is not there; 409 books_frozen.
 */
export async function issueByHand(
  tx: Tx,
  { packageId, customerId, test, reason }: IssueByHand,
): Promise<License> {
  await assertNotBraked(tx)
  const grant = await grantOf(tx, packageId)
  const license = newLicense(tx.now, {
    ...grant,
    customer: customerId,
    test,
    ...(test ? { windows: testWindows(tx.now) } : {}),
  })
  await step('license.hand.record', () => tx.of(licenseRecord).insert(license))
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, license, { kind: 'created', reason, data: { by: 'hand', test } }))
  await tx.audit({
    act: 'license.issue',
    target: { collection: 'licenses', id: license._id },
    reason,
    after: { package: packageId, customer: customerId, test },
  })
  await step('license.hand.mail', () => licenseNotice(tx, license, { kind: 'issued', note: reason }))
  return license
}

/**
 * What a package of today grants to somebody who did not buy it.
 * @throws CodedError 404.
 */
export async function grantOf(
  tx: Pick<Tx, 'read'>,
  packageId: string,
): Promise<Omit<LicenseGrant, 'customer' | 'test'>> {
  const pkg = await tx.read(packageDocument).findOne({ _id: packageId })
  const product = pkg && (await tx.read(productDocument).findOne({ _id: pkg.product }))
  if (!pkg || !product) throw notFound('package')
  const terms = licenseTermsOf(pkg)
  return {
    seller: product.seller,
    product: product._id,
    package: pkg._id,
    order: null,
    orderItem: null,
    ordinal: 1,
    type: product.type,
    handles: [product.handle, ...product.formerHandles.map(({ handle }) => handle)],
    productName: textIn(product.name, 'en'),
    packageName: textIn(pkg.name, 'en'),
    billing: billingOf(pkg),
    terms,
    seats: terms.activations,
    trialDays: pkg.trialDays ?? null,
  }
}

/** Nobody pays for it, but usage beyond what is included is still usage. */
const billingOf = ({ pricingModel }: Package): License['billing'] =>
  pricingModel === 'usage' ? 'usage' : 'free'

function testWindows(now: Date) {
  const end = addDays(now, testDays)
  return { expiresAt: end, updatesUntil: end, supportUntil: end }
}
