import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import type { Database } from '@/platform/database'
import { signLink } from '@/platform/links'
import { processStateRecord } from '@/platform/processStates'
import { signStripePayload } from '@/platform/stripe'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { publicUrl, startTestEdge, type TestEdge, webhookSecret } from '../../tests/setup/edge'

let database: Database
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  edge = await startTestEdge(database)
})
afterAll(() => edge.stop())
beforeEach(() => emptyDatabase(database))

const json = { 'content-type': 'application/json' }
const validate = '/api/v1/license/validate'
const webhook = '/api/v1/webhooks/stripe'
const event = JSON.stringify({
  id: 'evt_1',
  type: 'checkout.session.completed',
  data: { object: { id: 'cs_1' } },
})
const old = new Date(Date.now() - 3_600_000)
const tus = { 'tus-resumable': '1.0.0' }
const link = (
  purpose: 'download-link' | 'upload-link' | 'order-link',
  claims: object,
  until = Date.now() + 60_000,
) => signLink(purpose, { ...claims }, new Date(until))
const anyDownload = {
  jti: 'dwn_0123456789',
  lic: 'lic_0123456789',
  rel: 'rel_0123456789',
  fil: 'fil_0123456789',
  cus: 'cus_0123456789',
  via: 'order',
}
const changed = (token: string) => `${token.slice(0, -4)}AAAA`
const unsigned = (claims: object) =>
  `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`

interface Row {
  name: string
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  status: number
  code: string
}

const good = { key: 'MINTREU-PACKAGE-AAAAAAAA-20260101-AAAAAAAAAAAAAAAA-00000000', product: 'acme/widgets' }
const rows: (() => Row)[] = [
  () => ({
    name: 'validate: broken JSON',
    path: validate,
    headers: json,
    body: '{"key":',
    status: 400,
    code: 'invalid_json',
  }),
  () => ({
    name: 'validate: no body',
    path: validate,
    headers: json,
    body: '',
    status: 400,
    code: 'invalid_json',
  }),
  () => ({
    name: 'validate: bytes that are no UTF-8',
    path: validate,
    headers: json,
    body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    status: 400,
    code: 'invalid_json',
  }),
  () => ({
    name: 'validate: another content type',
    path: validate,
    headers: { 'content-type': 'text/plain' },
    body: '{}',
    status: 415,
    code: 'unsupported_media_type',
  }),
  () => ({
    name: 'validate: an array',
    path: validate,
    headers: json,
    body: '[]',
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: a number',
    path: validate,
    headers: json,
    body: '7',
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: null',
    path: validate,
    headers: json,
    body: 'null',
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: wrong types',
    path: validate,
    headers: json,
    body: JSON.stringify({ ...good, features: 'reports' }),
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: an operator for a key',
    path: validate,
    headers: json,
    body: JSON.stringify({ ...good, key: { $gt: '' } }),
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: an unknown field',
    path: validate,
    headers: json,
    body: JSON.stringify({ ...good, domian: 'a.example' }),
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: __proto__',
    path: validate,
    headers: json,
    body: '{"__proto__":{"key":"x"},"product":"acme/widgets"}',
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: neither key nor token',
    path: validate,
    headers: json,
    body: JSON.stringify({ product: 'acme/widgets' }),
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: no product',
    path: validate,
    headers: json,
    body: JSON.stringify({ key: good.key }),
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: a key of 100 KB',
    path: validate,
    headers: json,
    body: JSON.stringify({ ...good, key: 'A'.repeat(100_000) }),
    status: 413,
    code: 'too_large',
  }),
  () => ({
    name: 'validate: a huge body',
    path: validate,
    headers: json,
    body: Buffer.alloc(3_000_000, 'a'),
    status: 413,
    code: 'too_large',
  }),
  () => ({
    name: 'validate: JSON nested a thousand deep',
    path: validate,
    headers: json,
    body: `${'['.repeat(1_000)}${']'.repeat(1_000)}`,
    status: 422,
    code: 'invalid_input',
  }),
  () => ({
    name: 'validate: another method',
    method: 'GET',
    path: validate,
    status: 405,
    code: 'method_not_allowed',
  }),
  () => ({
    name: 'webhook: no signature',
    path: webhook,
    body: event,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: a made-up signature',
    path: webhook,
    headers: { 'stripe-signature': 't=1,v1=abc' },
    body: event,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: no signature at all in the header',
    path: webhook,
    headers: { 'stripe-signature': 'hello' },
    body: event,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: another secret',
    path: webhook,
    headers: { 'stripe-signature': signStripePayload(event, 'whsec_other') },
    body: event,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: an old signature',
    path: webhook,
    headers: { 'stripe-signature': signStripePayload(event, webhookSecret, old) },
    body: event,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: signed, then changed',
    path: webhook,
    headers: { 'stripe-signature': signStripePayload(event, webhookSecret) },
    body: `${event} `,
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: no body',
    path: webhook,
    headers: { 'stripe-signature': signStripePayload(event, webhookSecret) },
    body: '',
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: signed, but no JSON',
    path: webhook,
    headers: { 'stripe-signature': signStripePayload('no json', webhookSecret) },
    body: 'no json',
    status: 400,
    code: 'signature_invalid',
  }),
  () => ({
    name: 'webhook: a huge body',
    path: webhook,
    headers: { 'stripe-signature': 't=1,v1=abc' },
    body: Buffer.alloc(2_000_000, 'a'),
    status: 413,
    code: 'too_large',
  }),
  () => ({
    name: 'download: no token of ours',
    method: 'GET',
    path: '/downloads/hello',
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: a changed token',
    method: 'GET',
    path: `/downloads/${changed(link('download-link', anyDownload))}`,
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: an unsigned token',
    method: 'GET',
    path: `/downloads/${unsigned({ ...anyDownload, exp: 9_999_999_999 })}`,
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: a token of another purpose',
    method: 'GET',
    path: `/downloads/${link('order-link', anyDownload)}`,
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: a token without its claims',
    method: 'GET',
    path: `/downloads/${link('download-link', { lic: 'lic_1' })}`,
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: an expired token',
    method: 'GET',
    path: `/downloads/${link('download-link', anyDownload, Date.now() - 1_000)}`,
    status: 403,
    code: 'link_expired',
  }),
  () => ({
    name: 'download: of things that are not there',
    method: 'GET',
    path: `/downloads/${link('download-link', anyDownload)}`,
    status: 404,
    code: 'not_found',
  }),
  () => ({
    name: 'download: a path inside the token',
    method: 'GET',
    path: '/downloads/..%2f..%2fetc%2fpasswd',
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'download: another method',
    path: '/downloads/hello',
    status: 405,
    code: 'method_not_allowed',
  }),
  () => ({
    name: 'upload: no token',
    path: '/uploads',
    headers: { ...tus, 'upload-length': '3' },
    status: 401,
    code: 'upload_token_missing',
  }),
  () => ({
    name: 'upload: a forged token',
    path: '/uploads',
    headers: {
      ...tus,
      'upload-length': '3',
      authorization: `Bearer ${changed(link('upload-link', { usr: 'usr_1', sel: 'sel_1' }))}`,
    },
    status: 403,
    code: 'link_invalid',
  }),
  () => ({
    name: 'upload: an expired token',
    path: '/uploads',
    headers: {
      ...tus,
      'upload-length': '3',
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' }, Date.now() - 1_000)}`,
    },
    status: 403,
    code: 'link_expired',
  }),
  () => ({
    name: 'upload: from another origin',
    path: '/uploads',
    headers: {
      ...tus,
      origin: 'http://evil.test',
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    status: 403,
    code: 'origin_refused',
  }),
  () => ({
    name: 'upload: larger than allowed',
    path: '/uploads',
    headers: {
      ...tus,
      'upload-length': String(3 * 1_024 ** 3),
      'upload-metadata': `filename ${Buffer.from('a.zip').toString('base64')}`,
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    status: 413,
    code: 'too_large',
  }),
  () => ({
    name: 'upload: a program',
    path: '/uploads',
    headers: {
      ...tus,
      'upload-length': '3',
      'upload-metadata': `filename ${Buffer.from('a.exe').toString('base64')}`,
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    status: 422,
    code: 'not_an_archive',
  }),
  () => ({
    name: 'upload: a name with a path',
    path: '/uploads',
    headers: {
      ...tus,
      'upload-length': '3',
      'upload-metadata': `filename ${Buffer.from('../a.zip').toString('base64')}`,
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    status: 422,
    code: 'file_name_invalid',
  }),
  () => ({
    name: 'upload: somebody else’s',
    method: 'PATCH',
    path: '/uploads/fil_0123456789abc',
    headers: {
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    body: 'abc',
    status: 404,
    code: 'not_found',
  }),
  () => ({
    name: 'upload: a path for an id',
    method: 'PATCH',
    path: '/uploads/..%2f..%2fetc',
    headers: {
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      authorization: `Bearer ${link('upload-link', { usr: 'usr_1', sel: 'sel_1' })}`,
    },
    body: 'abc',
    status: 404,
    code: 'not_found',
  }),
  () => ({
    name: 'a machine path that nobody serves',
    path: '/api/v1/license/unknown',
    headers: json,
    body: '{}',
    status: 404,
    code: 'not_found',
  }),
]

/** Raw, so that nothing tidies the path or the headers on the way. */
function send({ method = 'POST', path, headers = {}, body }: Row) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const asked = httpRequest(`${edge.url}${path}`, { method, headers }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk)
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        })
      })
      asked.on('error', reject)
      asked.end(body)
    },
  )
}

/** But for the heartbeat of edge, which beats whenever it does. */
const stored = async () => {
  const counts: Record<string, number> = {}
  for (const { name } of await database.db.listCollections({}, { nameOnly: true }).toArray())
    if (name !== processStateRecord.name) counts[name] = await database.db.collection(name).countDocuments()
  return counts
}

describe('bad input on every endpoint of edge: a coded problem, no fault, nothing stored', () => {
  it.each(rows.map((row) => [row().name, row] as const))('%s', async (_, row) => {
    const before = await stored()
    const asked = row()
    const answer = await send(asked)
    const problem = JSON.parse(answer.text)
    expect({ status: answer.status, code: problem.code }).toEqual({ status: asked.status, code: asked.code })
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(problem).toMatchObject({
      type: 'about:blank',
      status: asked.status,
      requestId: answer.headers['x-request-id'],
    })
    expect(problem.detail).toEqual(expect.any(String))
    expect(await stored()).toEqual(before)
  })

  it('a refused huge body is not read to its end, and edge goes on', async () => {
    const answer = await send({
      name: '',
      path: validate,
      headers: json,
      body: Buffer.alloc(40_000_000, 'a'),
      status: 413,
      code: '',
    }).catch(() => null)
    if (answer) expect(answer.status).toBe(413)
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200)
  })

  it('a link is not made for things that do not belong together', async () => {
    const request = {
      database,
      licenseId: 'lic_0123456789',
      releaseId: 'rel_0123456789',
      fileId: 'fil_0123456789',
      customerId: 'cus_0123456789',
      via: 'order' as const,
      now: new Date(),
    }
    await expect(createDownloadLink(request)).rejects.toMatchObject({ status: 404 })
  })

  it('answers nothing about the public origin to another one', async () => {
    const answer = await fetch(`${edge.url}/uploads`, { method: 'OPTIONS', headers: { origin: publicUrl } })
    expect(answer.headers.get('access-control-allow-origin')).toBe(publicUrl)
  })
})
