/** What the form holds; kept through every refusal. */
export interface CheckoutValues {
  email: string
  name: string
  country: string
  company: string
  taxId: string
}

export interface CheckoutState {
  values: CheckoutValues
  /** A sentence per field. */
  errors: Partial<Record<keyof CheckoutValues, string>>
  /** What keeps the whole order from going on. */
  problem: string | null
}
