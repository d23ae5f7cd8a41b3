import { z } from 'zod'

/** Why: kept in history and audit, told to the customer where they are concerned. */
export const reason = z.string().trim().min(3).max(2_000)

/** A day or a moment, ISO 8601. */
export const day = z
  .union([z.iso.date(), z.iso.datetime()])
  .transform((text) => new Date(text.length === 10 ? `${text}T00:00:00Z` : text))

export const emailInput = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())
