import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Stripe, stripeClient } from '@/platform/stripe'

const readyLine = z.object({ ready: z.literal(true), port: z.number() })

/** The payment simulator as a process of its own, and what a test does to it over HTTP. */
export interface TestSimulator {
  url: string
  stripe: Stripe
  /** Pays a checkout session without a browser; 3-D Secure is passed. */
  pay(sessionId: string, card?: string): Promise<unknown>
  control(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown>
  stop(): void
}

let shared: Promise<TestSimulator> | undefined

/** One simulator per worker, ended with it. */
export function testSimulator(): Promise<TestSimulator> {
  shared ??= startTestSimulator()
  return shared
}

export async function startTestSimulator({ retryDelaysMs = '20,50,100' } = {}): Promise<TestSimulator> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mintreu-simulator-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/simulator/main.ts'], {
    env: {
      ...process.env,
      SIMULATOR_PORT: '0',
      SIMULATOR_DATA: folder,
      SIMULATOR_RETRY_DELAYS_MS: retryDelaysMs,
      SIMULATOR_ENDS_WITH_STDIN: '1',
    },
    // Not our stderr: whoever waits for this worker would wait for the simulator too.
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const end = () => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', end)
  const { port } = await firstLine(child)
  // The worker ends when its tests do, not when the simulator does.
  child.unref()
  child.stdout?.destroy()
  const url = `http://127.0.0.1:${port}`
  const control: TestSimulator['control'] = async (method, route, body) => {
    const response = await fetch(`${url}/_sim${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`simulator ${method} ${route}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    stripe: stripeClient({ STRIPE_SECRET_KEY: 'sk_test_simulator', STRIPE_API_BASE: url }),
    pay: (sessionId, card = '4242424242424242') => control('POST', `/checkout/${sessionId}/pay`, { card }),
    control,
    stop: end,
  }
}

async function firstLine(child: ChildProcess): Promise<z.infer<typeof readyLine>> {
  if (!child.stdout) throw new Error('the simulator has no output')
  for await (const line of createInterface({ input: child.stdout })) return readyLine.parse(JSON.parse(line))
  throw new Error('the simulator ended before it was ready')
}
