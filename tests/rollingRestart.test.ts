import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import { emptyDatabase, testDatabase } from './setup/database'
import { issuedLicense } from './setup/licenseFixtures'
import { noPaces } from './setup/noPaces'
import { startProcess, type TestProcess, until } from './setup/process'

interface Member {
  port: number
  process: TestProcess
  /** As the last check of readiness found it. */
  ready: boolean
  answered: number
}

const started: TestProcess[] = []
const agent = new Agent({ connections: 16, keepAliveTimeout: 10_000 })
let database: Database

beforeAll(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
})
afterAll(async () => {
  for (const one of started) await one.kill('SIGKILL')
  await agent.close()
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function startMember(port: number): Promise<Member> {
  const edge = startProcess('src/endpoints/server.ts', {
    ...noPaces,
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://localhost:3000',
    WEB_URL: 'http://127.0.0.1:1',
    EDGE_PORT: String(port),
    EDGE_LEAVE_SECONDS: '1',
    FILES_DIR: path.join(os.tmpdir(), `mintreu-rolling-${process.pid}`),
    STRIPE_SECRET_KEY: 'sk_test_simulated',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'shop@shop.test',
    LOG_LEVEL: 'info',
    LICENSE_ADDRESS_PER_MINUTE: '1000000',
    LICENSE_KEY_PER_MINUTE: '1000000',
  })
  started.push(edge)
  await edge.said('edge listens', 60)
  return { port, process: edge, ready: true, answered: 0 }
}

/** What a balancer does, and no more: asks who is ready ten times a second, takes turns, repeats nothing. */
class Balancer {
  readonly failed: string[] = []
  private turn = 0
  private readonly checks: NodeJS.Timeout

  constructor(readonly members: Member[]) {
    this.checks = setInterval(() => {
      for (const member of members) void this.check(member)
    }, 100)
  }

  private async check(member: Member): Promise<void> {
    try {
      const { statusCode, body } = await request(`http://127.0.0.1:${member.port}/readyz`)
      await body.dump()
      member.ready = statusCode === 200
    } catch {
      // Not there: not ready.
      member.ready = false
    }
  }

  async send(target: string, body: string): Promise<void> {
    const ready = this.members.filter((member) => member.ready)
    const member = ready[this.turn++ % ready.length]
    if (!member) {
      this.failed.push('nobody is ready')
      return
    }
    try {
      const answer = await request(`http://127.0.0.1:${member.port}${target}`, {
        dispatcher: agent,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      const text = await answer.body.text()
      if (answer.statusCode !== 200) this.failed.push(`${answer.statusCode} ${text}`)
      else member.answered++
    } catch (error) {
      this.failed.push(String(error))
    }
  }

  stop(): void {
    clearInterval(this.checks)
  }
}

describe('a rolling restart under load [OPS-1]', () => {
  it('ends one edge after the other by SIGTERM, starts it anew, and no request fails', async () => {
    const { license, key } = await issuedLicense(database)
    const members = await Promise.all([await freePort(), await freePort()].map(startMember))
    const balancer = new Balancer(members)
    const body = JSON.stringify({ key, product: license.handles[0] })
    let loading = true
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        await balancer.send('/api/v1/license/validate', body)
        // A scaled-down load: the machine has other things to do.
        await sleep(10)
      }
    })
    for (const member of members) {
      await sleep(500)
      expect(await member.process.kill('SIGTERM')).toBe(0)
      const before = member.answered
      member.process = (await startMember(member.port)).process
      await until(async () => member.ready && member.answered > before)
    }
    loading = false
    await Promise.all(load)
    balancer.stop()
    expect(balancer.failed).toEqual([])
    expect(members.every(({ answered }) => answered > 100)).toBe(true)
  }, 180_000)
})
