import { z } from 'zod'
import { lastYear } from '@/domain/licensing/licenseWindows'

/** Why: kept in history and audit, told to the customer where they are concerned. */
export const reason = z.string().trim().min(3).max(2_000)

/** A day or a moment, ISO 8601, of the years that windows have. */
export const day = z
  .union([z.iso.date(), z.iso.datetime()])
  .refine((text) => Number(text.slice(0, 4)) <= lastYear, `The year is ${lastYear} at the latest.`)
  .transform((text) => new Date(text.length === 10 ? `${text}T00:00:00Z` : text))

export const emailInput = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())
