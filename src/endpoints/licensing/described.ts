import { z } from 'zod'
import { listQuerySchema } from '../listQuery'
import type { Description } from '../openapi/describe'
import { activateBody } from './activate'
import {
  activateAnswerSchema,
  activationsAnswerSchema,
  deactivateAnswerSchema,
  jwksAnswerSchema,
  licenseFileAnswerSchema,
  releasesAnswerSchema,
  validateAnswerSchema,
} from './answers'
import { deactivateBody } from './deactivate'
import { licenseFileBody } from './licenseFile'
import { releasesQuery } from './releases'
import { validateBody } from './validate'

const tag = 'Licenses'
const limited = { 429: ['rate_limited'] }
/** A license that is changed by many at once. */
const busy = { 503: ['busy'] }
const jwt = z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
const unchanged = { description: 'Not changed since the `ETag` in `If-None-Match`.' }

/** What machines may ask of licenses (spec/API.md, Licenses): the key is the credential, any origin may ask. */
export const licenseDescriptions: readonly Description[] = [
  {
    ...{ method: 'post', path: '/api/v1/license/validate', tag },
    summary: 'Whether a license is valid here, now. Exactly one of key, token and publicId.',
    body: validateBody,
    answers: { 200: { description: 'The verdict, also of an unknown key.', schema: validateAnswerSchema } },
    problems: { ...limited, ...busy },
  },
  {
    ...{ method: 'post', path: '/api/v1/license/activate', tag, isIdempotent: true },
    summary: 'Binds a place to a license. The same place twice is one activation.',
    body: activateBody,
    answers: { 200: { description: 'The verdict.', schema: activateAnswerSchema } },
    problems: { ...limited, ...busy },
  },
  {
    ...{ method: 'post', path: '/api/v1/license/deactivate', tag, isIdempotent: true },
    summary: 'Gives back the seat of a place or a user.',
    body: deactivateBody,
    answers: {
      200: { description: 'Whether there was one to give back.', schema: deactivateAnswerSchema },
    },
    problems: { ...limited, ...busy },
  },
  {
    ...{ method: 'get', path: '/api/v1/license/activations', tag, needsLicense: true },
    summary: 'Where the license is in use.',
    query: listQuerySchema,
    answers: { 200: { description: 'A page of places.', schema: activationsAnswerSchema } },
    problems: limited,
  },
  {
    ...{ method: 'post', path: '/api/v1/license/file', tag, isIdempotent: true },
    summary: 'A signed license file for a machine without network.',
    body: licenseFileBody,
    answers: {
      200: {
        description: 'The file. It ends with the license and its grace, whatever was asked for.',
        schema: licenseFileAnswerSchema,
      },
    },
    problems: {
      ...limited,
      ...busy,
      403: ['license_inactive'],
      404: ['not_found'],
      409: ['license_state'],
    },
  },
  {
    ...{ method: 'get', path: '/api/v1/releases', tag: 'Releases', needsLicense: true },
    summary: 'The releases of the license’s product, and what the license opens of them.',
    query: releasesQuery,
    answers: { 200: { description: 'A page, newest version first.', schema: releasesAnswerSchema } },
    problems: { ...limited, 404: ['not_found'] },
  },
  {
    ...{ method: 'get', path: '/.well-known/jwks.json', tag: 'Keys' },
    summary: 'The public keys of license proofs, with overlap while rotating.',
    answers: { 200: { description: 'A JSON Web Key Set.', schema: jwksAnswerSchema } },
    problems: limited,
  },
  {
    ...{ method: 'get', path: '/.well-known/license-keys.jwt', tag: 'Keys' },
    summary: 'The same keys under the root, whose public half the client libraries ship.',
    answers: {
      200: {
        description: 'JWT, typ license-keys+jwt: iss, seq, iat, exp, keys.',
        contentType: 'application/jwt',
        schema: jwt,
      },
      304: unchanged,
    },
    problems: { ...limited, 404: ['not_found'] },
  },
  {
    ...{ method: 'get', path: '/.well-known/license-revocations.jwt', tag: 'Keys' },
    summary: 'Which licenses are withdrawn or rest now, as far as a proof of theirs may still live.',
    answers: {
      200: {
        description: 'JWT, typ license-revocations+jwt: iss, seq, iat, exp, revoked, suspended.',
        contentType: 'application/jwt',
        schema: jwt,
      },
      304: unchanged,
    },
    problems: limited,
  },
]
