import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Switches } from '../control/switches'
import { EventLog } from '../events'
import { storedDescription } from '../openapi/description'
import { Clock } from '../state/clock'
import { Store } from '../state/store'
import { clientFor } from '../testing/harness'
import { Deliveries } from '../webhooks/deliveries'
import { Api } from './api'

describe('the API pipeline', () => {
  test('an answer that breaks its schema is a 500 with a loud line in the log', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'simulator-api-'))
    const log: string[] = []
    const store = new Store(dir)
    const clock = new Clock()
    const switches = new Switches()
    const events = new EventLog(store, clock, storedDescription())
    const deliveries = new Deliveries(store, clock, switches, [], 1000)
    const sim = { store, clock, switches, events, deliveries, publicUrl: 'http://127.0.0.1' }
    const api = new Api(sim, storedDescription(), (line) => log.push(line))
    const server = createServer((request, response) => {
      void api.serve(request, response, new URL(request.url ?? '/', 'http://simulator.invalid'))
    })
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
      rmSync(dir, { recursive: true, force: true })
    })
    const { id } = await clientFor(port).customers.create({ name: 'Anna' })
    const customer = store.get('customers', id)
    if (customer === undefined) throw new Error('The customer is missing')
    store.commit(() => store.put('customers', id, { ...customer, created: -1 }))

    await expect(clientFor(port).customers.retrieve(id)).rejects.toMatchObject({ statusCode: 500 })
    expect(log).toEqual([expect.stringMatching(/^PAYMENT SIMULATOR ERROR .*breaks its schema: \/created/s)])
  })
})
