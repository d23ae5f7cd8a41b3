import { setTimeout as sleep } from 'node:timers/promises'
import { licenseRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { orderItemRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { until } from '../setup/process'
import { metricsToken, type Stage } from './stage'

/** What edge answered, and how soon. */
export interface Heard {
  what: 'a known license' | 'an activation' | 'readiness'
  /** 0: nothing within fifteen seconds. */
  status: number
  /** Of a refusal. */
  code: string | null
  seconds: number
}

export interface KnownLicense {
  key: string
  product: string
}

/**
 * The license that a completed order of one line issued, known to edge: asked, activated where `keepAsking` activates it, and
 * asked again until all that was written of it has come by the change stream and edge answers from memory.
 */
export async function knownLicense(stage: Stage, orderId: string): Promise<KnownLicense> {
  const item = await collectionOf(stage.database, orderItemRecord).findOne({ order: orderId })
  const license = await collectionOf(stage.database, licenseRecord).findOne({ orderItem: item?._id ?? '' })
  if (!license || !item) throw new Error(`${orderId} issued no license`)
  const known = { key: keyText(license), product: item.handle }
  await stage.post('/api/v1/license/activate', { ...known, domain })
  await until(async () => {
    await stage.post('/api/v1/license/validate', known)
    const stored = await collectionOf(stage.database, licenseRecord).findOne({ _id: license._id })
    return stored?.activatedAt
  }, 60)
  await until(async () => {
    const before = await licenseMisses(stage)
    for (let times = 5; times > 0; times--) {
      await sleep(200)
      await stage.post('/api/v1/license/validate', known)
    }
    return (await licenseMisses(stage)) === before
  }, 60)
  return known
}

/** How often edge has read a license from the database. */
async function licenseMisses({ edgeUrl }: Stage): Promise<number> {
  const response = await fetch(`${edgeUrl}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  const [, count] =
    /cache_reads\{[^}]*cache="licenses"[^}]*result="miss"[^}]*\} (\d+)/.exec(await response.text()) ?? []
  if (count === undefined) throw new Error('edge counts what it reads of licenses')
  return Number(count)
}

const domain = 'new.example.com'

/** Programs ask edge again and again until `over`. @returns all that they heard. */
export async function keepAsking(stage: Stage, known: KnownLicense, over: () => boolean): Promise<Heard[]> {
  const heard: Heard[] = []
  const questions = [
    () => ask(stage, 'a known license', '/api/v1/license/validate', json(known)),
    () => ask(stage, 'an activation', '/api/v1/license/activate', json({ ...known, domain })),
    () => ask(stage, 'readiness', '/readyz'),
  ]
  await Promise.all(
    questions.map(async (question) => {
      while (!over()) {
        heard.push(await question())
        await sleep(300)
      }
    }),
  )
  return heard
}

async function ask(
  { edgeUrl }: Stage,
  what: Heard['what'],
  route: string,
  init: RequestInit = {},
): Promise<Heard> {
  const began = performance.now()
  const answered = (status: number, code: string | null): Heard => ({
    ...{ what, status, code },
    seconds: (performance.now() - began) / 1_000,
  })
  return fetch(`${edgeUrl}${route}`, { ...init, signal: AbortSignal.timeout(15_000) }).then(
    async (response) => answered(response.status, codeIn(await response.text())),
    () => answered(0, null),
  )
}

const codeIn = (body: string): string | null => /"code":"([^"]+)"/.exec(body)?.[1] ?? null

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
