import config from '@payload-config'
import { handleEndpoints } from 'payload'
import { SigningKeys } from '@/domain/licensing/signingKeys'
import { testPayload } from '../../../tests/access/payload'
import { testDatabase } from '../../../tests/setup/database'
import { describeActivateContract } from './activate.contract'

const publicUrl = 'https://market.example.com'
process.env.PUBLIC_URL = publicUrl
const database = await testDatabase()
await testPayload()

describeActivateContract("Payload's mount", async () => ({
  database,
  publicUrl,
  call: (path, init) => {
    const request = new Request(publicUrl + path, init)
    // Set by edge, the only listener.
    request.headers.set('x-forwarded-for', '203.0.113.7')
    return handleEndpoints({ config, request })
  },
  jwks: () => new SigningKeys(database).jwks(),
}))
