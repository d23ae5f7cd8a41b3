import { afterAll } from 'vitest'
import { testDatabase } from '../../../tests/setup/database'
import { publicUrl, startTestEdge } from '../../../tests/setup/edge'
import { describeActivateContract } from './activate.contract'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const edge = await startTestEdge(database)
afterAll(() => edge.stop())

const call = (path: string, init?: RequestInit) => fetch(edge.url + path, init)

describeActivateContract('edge', async () => ({
  database,
  publicUrl,
  call,
  jwks: async () => (await call('/.well-known/jwks.json')).json(),
}))
