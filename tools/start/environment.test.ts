import { describe, expect, it } from 'vitest'
import { readEnvironment } from '@/platform/env'
import { Keyring } from '@/platform/keyring'
import { composeEnvironment, portsNeeded } from './environment'

const secrets = {
  APP_SECRETS: `k1:${Buffer.alloc(32, 7).toString('base64url')}`,
  STRIPE_WEBHOOK_SECRET: 'whsec_made_here',
  METRICS_TOKEN: 'a-token-for-metrics-made-here',
}
const compose = (given: Record<string, string>, mode: 'start' | 'dev' = 'start') =>
  composeEnvironment({
    given,
    root: '/shop',
    mode,
    secrets,
    mongodbUri: 'mongodb://127.0.0.1:3027/?replicaSet=rs0',
  })

describe('the settings that npm start makes up [OPS-1]', () => {
  it('are complete for every process, with simulator and mail catcher in place of providers', () => {
    const env = readEnvironment(compose({}))
    expect(env).toMatchObject({
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://localhost:3000',
      EDGE_PORT: 3000,
      WEB_URL: 'http://127.0.0.1:3001',
      MONGODB_URI: 'mongodb://127.0.0.1:3027/mintreu?replicaSet=rs0',
      FILES_DIR: '/shop/.data/files',
      MEDIA_DIR: '/shop/media',
      STRIPE_API_BASE: 'http://127.0.0.1:3010',
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_WEBHOOK_SECRET: 'whsec_made_here',
      SMTP_URL: 'smtp://127.0.0.1:3025',
      MAIL_FROM: 'Mintreu Marketplace <no-reply@localhost>',
    })
    expect(Keyring.parse(env.APP_SECRETS).kids).toEqual(['k1'])
  })

  it('follow the ports that were given', () => {
    const env = compose({ EDGE_PORT: '4000', WEB_PORT: '4001', SIMULATOR_PORT: '4010' })
    expect(env.PUBLIC_URL).toBe('http://localhost:4000')
    expect(env.WEB_URL).toBe('http://127.0.0.1:4001')
    expect(env.STRIPE_API_BASE).toBe('http://127.0.0.1:4010')
  })

  it('give way to what was given, and an empty one counts as not given', () => {
    const env = compose({
      PUBLIC_URL: 'https://shop.example/',
      SMTP_URL: 'smtps://mail.example',
      LOG_LEVEL: '',
    })
    expect(env.PUBLIC_URL).toBe('https://shop.example')
    expect(env.MAIL_FROM).toContain('no-reply@shop.example')
    expect(env.SMTP_URL).toBe('smtps://mail.example')
    expect(env.LOG_LEVEL).toBe('info')
  })

  it('know nothing of the simulator when a real Stripe key is set', () => {
    const env = compose({ STRIPE_SECRET_KEY: 'sk_live_x', STRIPE_WEBHOOK_SECRET: 'whsec_theirs' })
    expect(env.STRIPE_API_BASE).toBeUndefined()
    expect(env.STRIPE_WEBHOOK_SECRET).toBe('whsec_theirs')
    expect(() => compose({ STRIPE_SECRET_KEY: 'sk_live_x' })).toThrow(/STRIPE_WEBHOOK_SECRET is not: set it/)
  })

  it('keep the database that MONGODB_URI names', () => {
    const mongodbUri = 'mongodb://a,b/orders?replicaSet=x'
    expect(composeEnvironment({ given: {}, root: '/', mode: 'dev', secrets, mongodbUri }).MONGODB_URI).toBe(
      mongodbUri,
    )
  })

  it('say development to every process in dev', () => {
    expect(compose({ NODE_ENV: 'production' }, 'dev').NODE_ENV).toBe('development')
  })
})

describe('the ports that npm start opens', () => {
  it('are those of what runs here', () => {
    const given = { MONGODB_URI: 'mongodb://x', STRIPE_SECRET_KEY: 'sk', SMTP_URL: 'smtp://x' }
    expect(portsNeeded(given).map(({ setting }) => setting)).toEqual(['EDGE_PORT', 'WEB_PORT', 'WORKER_PORT'])
    expect(portsNeeded({}).map(({ port }) => port)).toEqual([3000, 3001, 3030, 3010, 3025, 3026, 3027])
  })

  it.each([
    [{ EDGE_PORT: 'http' }, 'EDGE_PORT is "http", which is no port: set it to a number between 1 and 65535.'],
    [{ EDGE_PORT: '3001' }, 'WEB_PORT and EDGE_PORT are both 3001: set one of them to another port.'],
  ])('%j is refused', (given, sentence) => {
    expect(() => portsNeeded(given)).toThrow(sentence)
  })
})
