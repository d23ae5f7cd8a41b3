import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../tests/setup/database'

const root = path.resolve(import.meta.dirname, '../..')
let settings: NodeJS.ProcessEnv

beforeAll(async () => {
  await testDatabase()
  settings = {
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    PUBLIC_URL: 'http://localhost:3000',
    EDGE_PORT: String(await freePort()),
    MONGODB_URI: process.env.MONGODB_URI,
    APP_SECRETS: process.env.APP_SECRETS,
    FILES_DIR: path.join(root, '.cache/test-files'),
    STRIPE_SECRET_KEY: 'sk_test_simulated',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'shop@shop.test',
  }
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Runs the process; `until` stops it by SIGTERM as soon as it has said that. */
function run(env: NodeJS.ProcessEnv, until?: string) {
  return new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = spawn(
      process.execPath,
      ['-C', 'production', '--import', 'tsx', 'src/endpoints/server.ts'],
      {
        cwd: root,
        env,
      },
    )
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      if (until && said.includes(until)) child.kill('SIGTERM')
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('exit', (code) => resolve({ code, said }))
  })
}

describe('the edge process', () => {
  it('ends with 0 when it is told to stop', async () => {
    expect(await run(settings, 'edge listens')).toMatchObject({ code: 0 })
  })

  it('names the setting that is missing and ends with 1', async () => {
    const { code, said } = await run({ ...settings, PUBLIC_URL: undefined })
    expect(code).toBe(1)
    expect(said).toContain('PUBLIC_URL is not set')
  })

  it('refuses a database that was not migrated, with the command to run', async () => {
    const other = String(settings.MONGODB_URI).replace(/mintreu_test_\w+/, 'mintreu_never_migrated')
    const { code, said } = await run({ ...settings, MONGODB_URI: other })
    expect(code).toBe(1)
    expect(said).toContain('npm run migrate')
  })

  it('says which port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => holder.once('listening', resolve))
    const address = holder.address()
    const port = String(typeof address === 'object' ? address?.port : 0)
    const { code, said } = await run({ ...settings, EDGE_PORT: port })
    holder.close()
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port} on 127.0.0.1 is in use`)
  })
})
