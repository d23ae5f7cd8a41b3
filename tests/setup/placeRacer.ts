import { activate } from '@/domain/licensing/places/activate'
import { deactivate } from '@/domain/licensing/places/deactivate'
import { inTurn } from '@/domain/licensing/places/inTurn'
import { movePlace } from '@/domain/licensing/places/movePlace'
import { createLicensingServices } from '@/domain/licensing/services'
import { validateLicense } from '@/domain/licensing/validateLicense'
import { systemActor } from '@/platform/actor'
import { connectDatabase } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { transact } from '@/platform/transaction'

/** What one of many does at once; `answer` is the code, or the activation where one is asked for. */
export type RaceAct =
  | { act: 'activate'; key: string; domain: string; environment?: 'production' | 'staging' }
  | { act: 'deactivate'; key: string; domain: string }
  | { act: 'move'; license: string; placeId: string; domain: string }
  | { act: 'lease'; key: string; user: string }
export interface RaceAnswer {
  code: string
  activation: string | null
}

/** A process of its own that does everything it is told in one message at once: started by tests that race. */
const database = await connectDatabase(process.env.MONGODB_URI ?? '', { maxPoolSize: 20 })
const services = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
const caller = { address: '203.0.113.7', userAgent: 'race', requestId: 'req_race' }

async function perform(asked: RaceAct): Promise<RaceAnswer> {
  const now = new Date()
  const product = 'acme/widgets'
  if (asked.act === 'activate') {
    const { key, domain, environment = 'production' } = asked
    const request = { key, product, domain, fingerprint: null, label: null, environment }
    const answer = await activate({ services, request, caller, now })
    return { code: answer.code, activation: answer.activation?.id ?? null }
  }
  if (asked.act === 'deactivate') {
    const { key, domain } = asked
    const answer = await deactivate({ services, request: { key, what: { domain } }, caller, now })
    return { code: answer.code, activation: null }
  }
  if (asked.act === 'move') {
    const { license, placeId, domain } = asked
    const { place } = await inTurn(license, () =>
      transact(database, { actor: systemActor('race'), now }, (tx) =>
        movePlace({ tx, licenseId: license, placeId, to: { domain } }),
      ),
    )
    return { code: 'VALID', activation: place.id }
  }
  const answer = await validateLicense({
    services,
    request: {
      credential: { key: asked.key },
      user: asked.user,
      product,
      domain: null,
      fingerprint: null,
      version: null,
      features: [],
      environment: 'production',
      nonce: null,
    },
    caller,
    now,
  })
  return { code: answer.code, activation: null }
}

const settled = (asked: RaceAct): Promise<RaceAnswer> =>
  perform(asked).catch((error: unknown) => ({
    code: error instanceof CodedError ? error.code : String(error),
    activation: null,
  }))

process.on('message', (acts: RaceAct[]) => {
  void Promise.all(acts.map(settled)).then((answers) => process.send?.(answers))
})
process.send?.('ready')
