import type { Payload } from 'payload'
import { z } from 'zod'
import { nameInput } from '@/domain/accounts/input'
import { userDocument } from '@/domain/accounts/records'
import { reservedSlugs } from '@/domain/catalog/reservedSlugs'
import type { Actor } from '@/platform/actor'
import { asOperation, asSystem, type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { conflict, type FieldError, forbidden, invalid, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { affiliateMail } from './affiliateMail'
import { nextAffiliateStatus } from './affiliateState'
import { affiliateDocument } from './records'

/** Which terms are accepted by applying; a new version when their words change. */
export const affiliateTermsVersion = 1

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}<>]*$/u)

const applicationSchema = z.object({
  name: nameInput,
  code: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]{3,32}$/)
    .refine((code) => !reservedSlugs.has(code)),
  website: oneLine(300)
    .refine((url) => url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    .transform((url) => url || null),
  pitch: z.string().trim().min(20).max(1_000),
  accepted: z.literal(true),
})

export interface Application {
  name: string
  code: string
  website: string
  pitch: string
  accepted: boolean
}

/**
 * A person asks to promote (AFF-1), again after a rejection; staff decide and are told by mail.
 * @throws CodedError 403 `email_unverified`; 409 `already_applied`; 422 `input_invalid`.
 */
export async function applyAsAffiliate({
  payload,
  actor,
  userId,
  application,
}: {
  payload: Payload
  actor: Actor
  userId: string
  application: Application
}): Promise<string> {
  const input = parse(application)
  return transactDocuments(payload, { actor }, (tx) => apply(tx, userId, input))
}

type Input = z.infer<typeof applicationSchema>

async function apply(tx: DocumentTx, userId: string, input: Input): Promise<string> {
  const person = await tx.read(userDocument).findOne({ _id: userId })
  if (!person) throw notFound('account')
  if (!person.emailVerifiedAt) throw forbidden('Verify your address first: the answer comes by mail.')
  const own = await tx.read(affiliateDocument).findOne({ user: userId })
  if (own && !nextAffiliateStatus(own.status, 'apply'))
    throw conflict('already_applied', 'You have applied already.')
  const other = await tx.read(affiliateDocument).findOne({ code: input.code, user: { $ne: userId } })
  if (other) throw refused([{ path: 'code', code: 'code_taken', message: 'This code is somebody else’s.' }])

  const id = own?._id ?? newId('aff')
  const { name, code, website, pitch } = input
  const data = {
    ...{ name, code, website, pitch, user: userId, status: 'applied' as const, statusReason: null },
    termsVersion: affiliateTermsVersion,
    appliedAt: tx.now.toISOString(),
    decidedAt: null,
  }
  await asOperation(tx, 'affiliates', () =>
    own
      ? tx.payload.update({ collection: 'affiliates', id, data, ...asSystem(tx) })
      : tx.payload.create({ collection: 'affiliates', data: { id, ...data }, ...asSystem(tx) }),
  )
  await tx.audit({ act: 'affiliate.apply', target: { collection: 'affiliates', id }, after: { name, code } })
  await tx.emit(affiliateMail(tx, { affiliateId: id, event: 'apply', to: 'staff:support', note: null }))
  return id
}

const sentences: Record<keyof Application, string> = {
  name: 'Write a name, at most 80 characters.',
  code: '3 to 32 of a–z and 0–9, and no word of the shop’s own.',
  website: 'A full address that begins with https://, or nothing.',
  pitch: 'Say in 20 to 1,000 characters how you will promote.',
  accepted: 'Accept the terms to apply.',
}

function parse(application: Application): Input {
  const parsed = applicationSchema.safeParse(application)
  if (parsed.success) return parsed.data
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0]) as keyof Application))
  throw refused([...fields].map((path) => ({ path, code: `affiliate_${path}`, message: sentences[path] })))
}

const refused = (errors: FieldError[]) => invalid('input_invalid', 'Some fields need another look.', errors)
