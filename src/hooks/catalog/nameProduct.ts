import type { CollectionBeforeValidateHook } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { checkSlug, handleOf } from '@/domain/catalog/slugs'
import { idOf } from '../shared/freezeFields'
import { orRefuse, refusal } from '../shared/refuse'
import { stored } from '../shared/sessionOf'

/**
 * Sets the handle `{seller}/{product}`: a product's name in API, gateway, Composer and URLs. A handle that it had before
 * stays an alias for ever (ID-3).
 */
export const nameProduct: CollectionBeforeValidateHook = async ({ data, originalDoc, operation, req }) => {
  if (!data) return data
  const before: unknown = originalDoc?.slug
  const slug: unknown = data.slug ?? before
  if (operation === 'update' && slug === before) return withoutHandle(data)

  const checked = await orRefuse(() => checkSlug(slug, 'product'))
  const seller = await stored(req, sellerDocument, String(idOf(data.seller ?? originalDoc?.seller)))
  if (typeof seller?.slug !== 'string')
    throw refusal('seller_unknown', 'There is no such seller, or it is not yours.', 422)
  const named = { ...data, slug: checked, handle: handleOf(seller.slug, checked) }
  if (operation === 'create') return { ...named, formerHandles: [] }

  const former: { handle: string }[] = originalDoc?.formerHandles ?? []
  const alias: string = originalDoc?.handle
  return { ...named, formerHandles: [...former.filter(({ handle }) => handle !== alias), { handle: alias }] }
}

/** Handle and aliases are never taken from the body. */
function withoutHandle(data: Record<string, unknown>): Record<string, unknown> {
  const { handle: _handle, formerHandles: _formerHandles, ...rest } = data
  return rest
}
