import { z } from 'zod'
import { countryCodes } from './countries'

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => (value === '' ? null : value))
    .nullish()
    .transform((value) => value ?? null)

/** What checkout asks; the provider asks for the card. The codes name the sentence shown at the field. */
export const buyerSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .pipe(z.email({ error: 'email' })),
  name: z.string().trim().min(1, { error: 'name' }).max(120),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => countryCodes.includes(code), { error: 'country' }),
  company: optionalText(160),
  taxId: optionalText(40),
})

/** What an order knows of its buyer: what `buyerSchema` gives. */
export interface Buyer {
  email: string
  name: string | null
  company: string | null
  /** ISO 3166-1 alpha-2. */
  country: string
  taxId: string | null
}
