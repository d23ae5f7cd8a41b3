import { z } from 'zod'
import type { LicenseFile } from '@/domain/licensing/proof/licenseFile'
import { environments, licenseStatuses } from '@/domain/licensing/records'
import { verdictCodes } from '@/domain/licensing/verdictCodes'

const time = z.iso.datetime()
const count = z.int().min(0)
const environment = z.enum(environments)

const checks = [
  ...['format', 'record', 'product', 'status', 'term', 'class', 'domain', 'address', 'activation'],
  ...['version', 'features', 'usage'],
] as const

const license = z.strictObject({
  id: z.string(),
  type: z.string(),
  class: z.string(),
  term: z.string(),
  billing: z.string(),
  status: z.enum(licenseStatuses),
  test: z.boolean(),
  product: z.string().nullable(),
  package: z.string(),
  activatedAt: time.nullable(),
  expiresAt: time.nullable(),
  updatesUntil: time.nullable(),
  supportUntil: time.nullable(),
  graceUntil: time.nullable(),
  features: z.array(z.string()),
})

const verdict = {
  code: z.enum(verdictCodes),
  detail: z.string(),
  remedy: z.url().nullable(),
  checks: z.array(z.strictObject({ check: z.enum(checks), passed: z.boolean() })),
  license: license.nullable(),
  activation: z.strictObject({ id: z.string(), domain: z.string().nullable(), environment }).nullable(),
  limits: z
    .strictObject({ activations: count.nullable(), requestsPerDay: count.nullable() })
    .nullable()
    .describe('Never told to a public id.'),
  usage: z.strictObject({ activations: count }).nullable(),
  remaining: z.strictObject({ activations: count.nullable() }).nullable(),
  token: z.string().nullable().describe('The verdict signed: JWT, EdDSA, typ license+jwt.'),
  nextCheckAt: time,
  ts: time,
  lease: z.strictObject({ until: time.nullable(), inUse: count, limit: count }).optional(),
  stale: z.literal(true).optional().describe('The database is away: judged by what was known minutes ago.'),
}

export const validateAnswerSchema = z.strictObject({
  valid: z.boolean().describe('Decides; `code` explains.'),
  ...verdict,
  nonce: z.string().nullable(),
})

export const activateAnswerSchema = z.strictObject({ activated: z.boolean(), ...verdict })

export const deactivateAnswerSchema = z.strictObject({
  deactivated: z.boolean(),
  code: z.enum(verdictCodes),
  detail: z.string(),
})

export const activationsAnswerSchema = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      publicId: z.string(),
      domain: z.string().nullable(),
      fingerprint: z.string().nullable(),
      environment,
      takesSeat: z.boolean(),
      label: z.string().nullable(),
      fileUntil: time.optional().describe('A license file proves the license there until then.'),
      firstSeenAt: time,
      lastSeenAt: time,
    }),
  ),
  nextCursor: z.string().nullable(),
})

type Shown = { [K in keyof LicenseFile]: LicenseFile[K] extends Date ? string : LicenseFile[K] }

export const licenseFileAnswerSchema: z.ZodType<Shown> = z.strictObject({
  id: z.string(),
  license: z.string(),
  product: z.string(),
  fingerprint: z.string().nullable(),
  activation: z.string().nullable(),
  issuedAt: time,
  expiresAt: time,
  filename: z.string(),
  text: z.string().describe('The file: a block with a JWT, EdDSA, typ license-file+jwt.'),
})

export const releasesAnswerSchema = z.strictObject({
  data: z.array(
    z.strictObject({
      version: z.string(),
      channel: z.enum(['stable', 'beta']),
      releasedAt: time,
      notes: z.string(),
      requires: z.record(z.string(), z.string()),
      entitled: z.boolean(),
      reason: z.string().optional(),
      files: z.array(
        z.strictObject({
          name: z.string(),
          bytes: count,
          sha256: z.string(),
          url: z.url().optional().describe('A link of five minutes; only where entitled.'),
        }),
      ),
    }),
  ),
  nextCursor: z.string().nullable(),
})

export const jwksAnswerSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
    }),
  ),
})
