import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { clientFor, sessionParams } from './testing/harness'

const readySchema = z.object({ ready: z.literal(true), port: z.int(), url: z.string() })

function start(dataDir: string, port = '0'): ChildProcess {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const env = { ...process.env, SIMULATOR_PORT: port, SIMULATOR_DATA: dataDir }
  const child = spawn(process.execPath, ['--import', 'tsx', main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function ready(child: ChildProcess) {
  if (child.stdout === null) throw new Error('The process has no output')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return readySchema.parse(JSON.parse(String(line)))
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-main-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

describe('the simulator as a process of its own', { timeout: 30_000 }, () => {
  test('says its port, answers, and keeps a paid session through kill -9', async () => {
    const dataDir = folder()
    const first = start(dataDir)
    const { port, url } = await ready(first)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const session = await clientFor(port).checkout.sessions.create(sessionParams())
    await fetch(`${url}/_sim/checkout/${session.id}/pay`, { method: 'POST' })
    first.kill('SIGKILL')
    await once(first, 'exit')

    const second = await ready(start(dataDir))
    expect(await clientFor(second.port).checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: 'paid',
    })
    expect(existsSync(join(dataDir, 'book.jsonl'))).toBe(true)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'stops cleanly within a second on %s, with a request still open',
    async (signal) => {
      const child = start(folder())
      const { port, url } = await ready(child)
      const faults = [{ method: 'GET', path: '/v1/balance', kind: 'timeout' }]
      await fetch(`${url}/_sim/switches`, { method: 'POST', body: JSON.stringify({ faults }) })
      const open = clientFor(port)
        .balance.retrieve()
        .catch(() => 'cut')
      await new Promise((resolve) => setTimeout(resolve, 100))
      const asked = Date.now()
      child.kill(signal)
      const [code] = await once(child, 'exit')
      expect(code).toBe(0)
      expect(Date.now() - asked).toBeLessThan(1000)
      expect(await open).toBe('cut')
    },
  )

  test('a port in use is one sentence that says what to do', async () => {
    const { port } = await ready(start(folder()))
    const second = start(folder(), String(port))
    let told = ''
    second.stderr?.on('data', (chunk) => {
      told += String(chunk)
    })
    const [code] = await once(second, 'exit')
    expect(code).toBe(1)
    expect(told.trim()).toBe(
      'The payment simulator did not start: its port is in use; set SIMULATOR_PORT to another one',
    )
  })
})
