import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importsOf, reachable, sourcesIn } from './setup/imports'

const faces = ['app', 'endpoints', 'jobs', 'hooks', 'collections'] as const
const files = sourcesIn('src')
const faceOf = (file: string) => faces.find((face) => file.startsWith(`src/${face}/`))
const nounOf = (file: string) => /^src\/domain\/([^/]+)\//.exec(file)?.[1]

/** `a imports b` for each import of ours that a rule refuses. */
const refused = (among: readonly string[], isRefused: (from: string, to: string) => boolean): string[] =>
  among.flatMap((from) =>
    importsOf(from)
      .filter(({ to }) => isRefused(from, to))
      .map(({ to }) => `${from} imports ${to}`),
  )

describe('what edge runs [ARCHITECTURE, who may run what]', () => {
  const ways = reachable('src/endpoints/server.ts')

  it.each(['payload', 'next', 'react', 'react-dom', 'payload.config.ts'])('never reaches %s', (name) => {
    expect(ways.get(name)).toBeUndefined()
  })

  it('reaches no package of Payload', () => {
    expect([...ways.keys()].filter((name) => name.startsWith('@payloadcms/'))).toEqual([])
  })

  it('is walked for real', () => {
    expect(ways.has('mongodb')).toBe(true)
    expect(ways.has('src/domain/licensing/validateLicense.ts')).toBe(true)
  })
})

describe('directions of import', () => {
  it('platform imports neither nouns nor faces', () => {
    const platform = files.filter((file) => file.startsWith('src/platform/'))
    expect(refused(platform, (_, to) => to.startsWith('src/domain/') || faceOf(to) !== undefined)).toEqual([])
  })

  it('domain imports no face', () => {
    const domain = files.filter((file) => file.startsWith('src/domain/'))
    expect(refused(domain, (_, to) => faceOf(to) !== undefined)).toEqual([])
  })

  it('faces do not import each other; collections may name their hooks', () => {
    expect(
      refused(files, (from, to) => {
        const [own, other] = [faceOf(from), faceOf(to)]
        if (!own || !other || own === other) return false
        return !(own === 'collections' && other === 'hooks')
      }),
    ).toEqual([])
  })

  it('operations call operations of other nouns downward only', () => {
    const below: Record<string, readonly string[]> = {
      orders: ['licensing', 'ledger', 'affiliates', 'catalog', 'accounts', 'notifications'],
      affiliates: ['ledger'],
      gateway: ['licensing'],
    }
    const isOperation = (file: string) =>
      nounOf(file) !== undefined &&
      !file.endsWith('/records.ts') &&
      importsOf(file).some(
        ({ to, typeOnly }) =>
          !typeOnly && /^src\/platform\/(transaction|documentTransaction|database)\.ts$/.test(to),
      )
    expect(
      refused(files.filter(isOperation), (from, to) => {
        const [own, other] = [nounOf(from), nounOf(to)]
        if (!own || !other || own === other || !isOperation(to)) return false
        return !below[own]?.includes(other)
      }),
    ).toEqual([])
  })
})

describe('each behind one file', () => {
  it.each(['stripe', 'nodemailer', 'agenda', 'sharp', '@agendajs/mongo-backend'])('%s', (name) => {
    const users = [...files, 'payload.config.ts'].filter((file) =>
      importsOf(file).some(({ to }) => to === name),
    )
    expect(users.length, users.join(', ')).toBeLessThanOrEqual(1)
  })
})

describe('acting as the system [ARCHITECTURE, rules that keep people out]', () => {
  const sets = (file: string) => /overrideAccess['"]?\s*:\s*true/.test(readFileSync(file, 'utf8'))

  it('sets access rules aside in one place, which has a name', () => {
    expect([...files, ...sourcesIn('tools')].filter(sets)).toEqual(['src/platform/documentTransaction.ts'])
  })
})
