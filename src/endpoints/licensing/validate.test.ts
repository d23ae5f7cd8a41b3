import { afterAll, describe, expect, it } from 'vitest'
import { createLicensingServices } from '@/domain/licensing/services'
import { log } from '@/platform/logs'
import { testDatabase } from '../../../tests/setup/database'
import { endpointRequestOf, responseOf } from '../fetchAdapter'
import type { Endpoint } from '../http'
import { jwksEndpoint } from './jwks'
import { validateEndpoint } from './validate'
import { describeValidateContract } from './validate.contract'

const database = await testDatabase()
const publicUrl = 'https://market.example.com'
const services = createLicensingServices({ database, publicUrl })
afterAll(() => services.stop())

const run = async (endpoint: Endpoint, path: string, init?: RequestInit): Promise<Response> => {
  const requestId = `req_${Math.random().toString(36).slice(2)}`
  const request = endpointRequestOf(new Request(publicUrl + path, init), {
    requestId,
    address: '203.0.113.7',
  })
  return responseOf(await endpoint(request, { database, log: log(), publicUrl }), requestId)
}

const jwks = () => run(jwksEndpoint(services), '/.well-known/jwks.json')

describeValidateContract('the endpoint itself', async () => ({
  database,
  publicUrl,
  call: (path, init) => run(validateEndpoint(services), path, init),
  jwks: async () => (await jwks()).json(),
}))

describe('[LIC-6] the published keys', () => {
  it('any origin may read them, and no private half is among them', async () => {
    const response = await jwks()
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const body: unknown = await response.json()
    expect(body).toMatchObject({ keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }] })
    expect(JSON.stringify(body)).not.toMatch(/"d"|sealed|PRIVATE/)
  })
})
