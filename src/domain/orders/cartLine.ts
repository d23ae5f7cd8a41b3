import type { Cart } from './records'

/** What makes a line of a cart this line and no other: the package and, where one is renewed, the license. */
export interface LineName {
  packageId: string
  renews?: string | null
}

export const isLine = (
  line: Pick<Cart['lines'][number], 'package' | 'renews'>,
  { packageId, renews }: LineName,
): boolean => line.package === packageId && (line.renews ?? null) === (renews ?? null)
