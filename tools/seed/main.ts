import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import config from '@payload-config'
import { getPayload } from 'payload'
import { databaseOf } from '@/platform/documentTransaction'
import { environment, hasLiveProvider } from '@/platform/env'
import { openFileStorage } from '@/platform/fileStorage'
import { stripeClient } from '@/platform/stripe'
import { type SeedOutcome, seedMarketplace } from './seedMarketplace'
import { demoAccounts } from './writeAccounts'

const sentences: Record<SeedOutcome, string> = {
  seeded: 'The demo marketplace is there.',
  'already there': 'The demo marketplace is there already.',
  'not our shop': 'There are products already that no demo made: the demo was left out.',
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stopping.abort(new Error('Stopped; the next start goes on from here.')))

/** Fills an empty, migrated database with the demo. `npm start` runs it once; needs mongod and the payment simulator. */
async function main(): Promise<void> {
  const env = environment()
  if (hasLiveProvider(env)) {
    console.log('Live payment keys are set: no demo, because its accounts have a known password.')
    return
  }
  const payload = await getPayload({ config })
  try {
    const outcome = await seedMarketplace({
      payload,
      database: databaseOf(payload),
      stripe: stripeClient(env),
      simulatorUrl: env.STRIPE_API_BASE ?? null,
      storage: await openFileStorage(env),
      publicUrl: env.PUBLIC_URL,
      signal: stopping.signal,
      progress: (line) => console.log(`  ${line}`),
    })
    if (outcome !== 'not our shop') await writeAccountList(env.PUBLIC_URL)
    console.log(sentences[outcome])
  } finally {
    await payload.destroy()
  }
}

async function writeAccountList(publicUrl: string): Promise<void> {
  const file = process.env.DEMO_ACCOUNTS_FILE ?? path.join('.data', 'demo-accounts.json')
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(demoAccounts(publicUrl), null, 2)}\n`, { mode: 0o600 })
}

main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(stopping.signal.aborted ? error.message : error)
    process.exit(1)
  },
)
