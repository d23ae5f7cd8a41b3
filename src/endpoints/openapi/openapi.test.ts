import Ajv from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { afterAll, describe, expect, it } from 'vitest'
import { diskStorage } from '@/platform/fileStorage'
import { Lifecycle } from '@/platform/lifecycle'
import { testDatabase } from '../../../tests/setup/database'
import { publicUrl, startTestEdge } from '../../../tests/setup/edge'
import { edgeRoutes } from '../edge/routes'
import { descriptions } from './openapi'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const edge = await startTestEdge(database)
const lifecycle = new Lifecycle()
const routes = edgeRoutes({
  ...{ env: edge.env, database, lifecycle, storage: diskStorage(edge.env.FILES_DIR) },
  isWebReachable: async () => true,
})
afterAll(async () => {
  await lifecycle.stop()
  await edge.stop()
})

/** What no client is written against, and why. */
const undescribed: Readonly<Record<string, string>> = {
  '/healthz': 'asked by the orchestrator',
  '/readyz': 'asked by the orchestrator',
  '/metrics': 'asked by Prometheus, with a token',
  '/api/v1/webhooks/stripe': 'called by the payment provider, in its own format',
  '/robots.txt': 'a format of its own, for robots',
  '/sitemap.xml': 'a format of its own, for robots',
  '/sitemap/:part': 'a format of its own, for robots',
  '/feeds/*': 'formats of their own, for feed readers',
  '/r/:code': 'a link that people follow',
  '/downloads/:token': 'a link that was given out, opened as it is',
  '/uploads/*': 'tus, for our own panel',
}

describe('[API-1] the published description', () => {
  const routed = routes
    .filter(({ path }) => !(path in undescribed))
    .flatMap(({ path, methods }) =>
      methods
        .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
        .map((method) => `${method.toLowerCase()} ${path}`),
    )

  it('has every route that edge answers, and no other', () => {
    expect(descriptions.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routed.sort())
  })

  it('leaves out nothing that is not there', () => {
    const paths = new Set(routes.map(({ path }) => path))
    expect(Object.keys(undescribed).filter((path) => !paths.has(path))).toEqual([])
  })

  it('is served to any origin, with schemas that are whole', async () => {
    const response = await fetch(`${edge.url}/api/v1/openapi.json`)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const document = await response.json()
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: publicUrl }] })
    const ajv = addFormats(new Ajv({ strict: false }))
    ajv.addSchema(document, 'openapi')
    for (const [path, methods] of Object.entries<Record<string, object>>(document.paths))
      for (const method of Object.keys(methods)) {
        const at = `openapi#/paths/${path.replaceAll('/', '~1')}/${method}`
        expect(ajv.getSchema(at), at).toBeTypeOf('function')
      }
    expect(new Set(Object.keys(document.paths)).size).toBeGreaterThan(8)
  })
})
