import { z } from 'zod'

/** Fields that the license endpoints share, as they may be sent. */
export const licenseKeyText = z.string().max(1_024)

export const productHandle = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,60}\/[a-z0-9-]{1,60}$/, 'must be {seller}/{product}')

export const shortText = (max: number) => z.string().min(1).max(max)

/** What names a place. */
export const placeText = { domain: shortText(300), fingerprint: shortText(255) }

/** What a program calls its user; only a keyed hash of it is kept. */
export const userText = shortText(255)
