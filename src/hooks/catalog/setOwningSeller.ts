import type { CollectionBeforeValidateHook, PayloadRequest } from 'payload'
import type { SellerMemberRole, StaffRole } from '@/domain/accounts/records'
import { hasStaffRole, sellersOf } from '@/domain/accounts/rights'
import { productDocument } from '@/domain/catalog/records'
import { idOf } from '../shared/freezeFields'
import { refusal } from '../shared/refuse'
import { stored } from '../shared/sessionOf'

interface Writers {
  staff: readonly StaffRole[]
  members: readonly SellerMemberRole[]
}

/**
 * The owner of a new document: never believed from the body. A member's document belongs to the seller in which the
 * member may write; staff name a seller. Payload's `create` rules cannot filter, so this is where foreign owners end.
 */
export const setOwningSeller =
  ({ staff, members }: Writers): CollectionBeforeValidateHook =>
  ({ data, operation, req }) => {
    if (operation !== 'create' || !req.user) return data
    const asked = idOf(data?.seller)
    if (hasStaffRole(req.user, ...staff)) return data
    const own = sellersOf(req.user, ...members)
    if (typeof asked === 'string' && own.includes(asked)) return data
    const [only] = own
    if ((asked === undefined || asked === null) && own.length === 1) return { ...data, seller: only }
    throw refusal('not_your_seller', 'You can only add to a seller that you are a member of.')
  }

/**
 * The owner of a part of a product (package, release): the product's seller, copied. A product that the person may not
 * write to is as good as none.
 */
export const setSellerOfProduct =
  (writers: Writers): CollectionBeforeValidateHook =>
  async ({ data, operation, req }) => {
    if (operation !== 'create') return data
    const seller = await sellerOfProduct(req, idOf(data?.product))
    if (seller === undefined || !mayWriteFor(req, seller, writers))
      throw refusal('product_unknown', 'There is no such product, or it is not yours.', 404)
    return { ...data, seller }
  }

/** Without a person it is our own code that writes. */
const mayWriteFor = (req: PayloadRequest, seller: string, { staff, members }: Writers): boolean =>
  !req.user || hasStaffRole(req.user, ...staff) || sellersOf(req.user, ...members).includes(seller)

async function sellerOfProduct(req: PayloadRequest, product: unknown): Promise<string | undefined> {
  if (typeof product !== 'string') return undefined
  const found = await stored(req, productDocument, product)
  return typeof found?.seller === 'string' ? found.seller : undefined
}
