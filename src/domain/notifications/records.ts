import { z } from 'zod'
import { defineRecord } from '@/platform/records'

/** Mails that we send by our own choice. */
export const mailKinds = ['cart-reminder'] as const
export type MailKind = (typeof mailKinds)[number]

const mailStopSchema = z.strictObject({
  /** `kind:sha256(address)`. */
  _id: z.string(),
  kind: z.enum(mailKinds),
  at: z.date(),
})
export type MailStop = z.infer<typeof mailStopSchema>
export const mailStopRecord = defineRecord('mail-stops', mailStopSchema)
