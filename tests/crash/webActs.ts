import type { Buyer } from '@/domain/orders/buyerSchema'
import type { RefundLine } from '@/domain/orders/previewRefund'

interface Act<Input> {
  input: Input
}

/** What web is asked for over its channel. */
export interface WebActs {
  /** `referredBy`: the affiliate whose link the buyer came by. */
  checkout: Act<{ cartId: string; userId: string | null; buyer: Buyer; referredBy?: string }>
  /** At sign-in. */
  adoptCart: Act<{ cartId: string; userId: string }>
  /** The buyer's way back from the provider's page asks at once. */
  sync: Act<{ orderId: string }>
  /** `key`: as the dialog sends it, the same where it is pressed again. */
  refund: Act<{ orderId: string; key: string; lines?: readonly RefundLine[] }>
  payByHand: Act<{ orderId: string }>
  verify: Act<{ secret: string; userId: string }>
  issue: Act<{ packageId: string; customerId: string }>
  status: Act<{ licenseId: string; event: 'suspend' | 'resume' | 'revoke' }>
  extend: Act<{ licenseId: string; days: number }>
  limits: Act<{ licenseId: string; seats: number }>
  replaceKey: Act<{ licenseId: string; maskedKey: string }>
  transfer: Act<{ licenseId: string; from: string; to: string }>
  move: Act<{ licenseId: string; placeId: string; domain: string }>
  undo: Act<{ licenseId: string }>
  nameProduct: Act<{ productId: string; slug: string }>
  nameSeller: Act<{ sellerId: string; slug: string }>
  /** Of one package, by its file. */
  importKeys: Act<{ packageId: string; keys: readonly { key: string; email: string }[] }>
  askForTime: Act<{ licenseId: string; customerId: string }>
  withdraw: Act<{ requestId: string; customerId: string }>
  releaseBrake: Act<{ reason: string }>
}
