import type { Cart } from './records'

export const maxCartLines = 20
export const maxQuantity = 100

/** What makes a line of a cart this line and no other: the package and, where one is renewed, the license. */
export interface LineName {
  packageId: string
  renews?: string | null
}

export const isLine = (
  line: Pick<Cart['lines'][number], 'package' | 'renews'>,
  { packageId, renews }: LineName,
): boolean => line.package === packageId && (line.renews ?? null) === (renews ?? null)

/** Under which ids orders may name this cart. */
export const cartIds = ({ _id, merged }: Pick<Cart, '_id' | 'merged'>): string[] => [_id, ...(merged ?? [])]
