import { z } from 'zod'
import { defineRecord } from '@/platform/records'

const keySetSchema = z.strictObject({
  /** `keys:{seq}`: of two that certify at once one finds it taken. */
  _id: z.string(),
  /** Grows by one with each set; a client never goes back to a lower one. */
  seq: z.number().int(),
  /** As it is published: signed by the root, whose private half was never here. */
  jwt: z.string(),
  issuer: z.string(),
  /** The root that signed it. */
  root: z.strictObject({ kid: z.string(), x: z.string() }),
  /** Which signing keys it names. */
  kids: z.array(z.string()),
  issuedAt: z.date(),
  expiresAt: z.date(),
})
export type KeySet = z.infer<typeof keySetSchema>
/** The public signing keys as the offline root certified them; the one of the highest number is published. */
export const keySetRecord = defineRecord('license-key-sets', keySetSchema, {
  indexes: [{ name: 'seq', keys: { seq: -1 }, unique: true }],
})

const revocationStateSchema = z.strictObject({
  /** `revocations`: there is one. */
  _id: z.string(),
  /** Grows when the list says something else, and only then. */
  seq: z.number().int(),
  /** SHA-256 of what it says. */
  digest: z.string(),
  changedAt: z.date(),
})
export type RevocationState = z.infer<typeof revocationStateSchema>
/** The number of the revocation list, common to all processes. */
export const revocationStateRecord = defineRecord('license-revocations', revocationStateSchema)
