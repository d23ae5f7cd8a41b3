import { customerDocument, userDocument } from '@/domain/accounts/records'
import type { Settings } from '@/domain/accounts/settings'
import type { Tx } from '@/platform/transaction'
import { affiliateRate } from './affiliateRate'
import { type Buyer, chooseReferral, type Promoter } from './chooseReferral'
import { affiliateDocument, type LineReferral, type RefusedReferral } from './records'
import type { ReferralClick } from './referralCookie'

/** A line of the checkout, as far as a referral depends on it. */
export interface ReferredLine {
  seller: string
  netMinor: number
  /** The seller's rate for affiliates on this product; null: the platform's. */
  productBps: number | null | undefined
  /** The platform's own rate on the line. */
  commissionBps: number
  /** A renewal is no first payment: it earns nobody a commission (AFF-3). */
  isRenewal: boolean
}

export interface LineAttribution {
  affiliate: LineReferral | null
  refusedReferral: RefusedReferral | null
}

const nobody: LineAttribution = { affiliate: null, refusedReferral: null }

/**
 * Says for each line of a checkout who referred it and at which rate: the snapshot that the line keeps (AFF-3). Reads
 * nothing where the buyer's browser remembers no click.
 */
export async function attributeSale(
  tx: Tx,
  { clicks, buyer, settings }: { clicks: readonly ReferralClick[]; buyer: Buyer; settings: Settings },
): Promise<(line: ReferredLine) => LineAttribution> {
  if (clicks.length === 0) return () => nobody
  const promoters = await readPromoters(tx, clicks)
  return (line) => {
    if (line.isRenewal || line.netMinor === 0) return nobody
    const { click, refused } = chooseReferral({ clicks, promoters, buyer, seller: line.seller, now: tx.now })
    if (!click) return { affiliate: null, refusedReferral: refused }
    const rate = affiliateRate({ ...line, platformBps: settings.affiliateBps })
    if (rate.rateBps === 0) return nobody
    return {
      affiliate: { affiliate: click.affiliate, ...rate, click: click.click, clickedAt: click.at },
      refusedReferral: refused,
    }
  }
}

async function readPromoters(tx: Tx, clicks: readonly ReferralClick[]): Promise<Promoter[]> {
  const affiliates = await tx
    .read(affiliateDocument)
    .find({ _id: { $in: clicks.map(({ affiliate }) => affiliate) } })
  const ids = affiliates.map(({ user }) => user)
  const users = await tx.read(userDocument).find({ _id: { $in: ids } })
  const customers = await tx.read(customerDocument).find({ user: { $in: ids } })
  return affiliates.map(({ _id, user, status }) => {
    const account = users.find((one) => one._id === user)
    const bought = customers.filter((one) => one.user === user)
    return {
      _id,
      user,
      status,
      emails: [account?.email ?? [], bought.map(({ email }) => email)].flat(2),
      sellers: (account?.memberships ?? []).map(({ seller }) => seller),
    }
  })
}
