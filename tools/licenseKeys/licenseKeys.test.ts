import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { currentKeySet } from '@/domain/licensing/proof/keySet'
import { verifyKeySet } from '@/domain/licensing/proof/verifyLists'
import { signingKeyRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { certify, certifyForDevelopment, publish, request, rotate, sign, status } from './commands'
import { developmentRoot, makeRootFile, readRootFile } from './rootFile'

const database = await testDatabase()
const issuer = 'https://market.example.com'
const installation = { database, issuer }
const keys = collectionOf(database, signingKeyRecord)
const folder = mkdtempSync(path.join(os.tmpdir(), 'mintreu-root-'))
const at = (name: string) => path.join(folder, name)

beforeEach(() => emptyDatabase(database))
afterAll(async () => {
  await emptyDatabase(database)
  rmSync(folder, { recursive: true, force: true })
})

describe('[LIC-6] the file of a root key', () => {
  it('is readable by its owner only, and is never written over', async () => {
    const root = await makeRootFile(at('owner.json'), { development: false })
    expect(statSync(at('owner.json')).mode & 0o777).toBe(0o600)
    expect((await readRootFile(at('owner.json'))).root.public).toEqual(root.public)
    await expect(makeRootFile(at('owner.json'), { development: false })).rejects.toThrow('is there already')
    expect((await readRootFile(at('owner.json'))).root.public).toEqual(root.public)
  })

  it('with halves of two keys is refused', async () => {
    const other = await makeRootFile(at('other.json'), { development: false })
    await makeRootFile(at('mixed.json'), { development: false })
    const content = JSON.parse(await readFile(at('mixed.json'), 'utf8'))
    await writeFile(at('mixed.json'), JSON.stringify({ ...content, public: other.public }))
    await expect(readRootFile(at('mixed.json'))).rejects.toThrow('not a pair')
  })

  it('of a machine of one’s own is made once and says what it is', async () => {
    const first = await developmentRoot(at('license-root.json'))
    expect((await developmentRoot(at('license-root.json'))).kid).toBe(first.kid)
    expect(await readFile(at('license-root.json'), 'utf8')).toContain('DEVELOPMENT')
  })
})

describe('[LIC-6] npm run license-keys', () => {
  it('certifies on a machine of one’s own at each start, and leaves the set of another root alone', async () => {
    const file = at('dev.json')
    expect((await certifyForDevelopment(installation, file))?.seq).toBe(1)
    expect((await certifyForDevelopment(installation, file))?.seq).toBe(1)
    const root = await makeRootFile(at('real.json'), { development: false })
    await certify({ ...installation, root, replacesRoot: true })
    expect(await certifyForDevelopment(installation, file)).toBeNull()
    expect((await currentKeySet(database))?.root.kid).toBe(root.kid)
  })

  it('brings the keys to a root on another machine and back', async () => {
    const root = await makeRootFile(at('offline.json'), { development: false })
    await request(installation, at('request.json'))
    await sign(root, at('request.json'), at('signed.json'))
    await publish(installation, at('signed.json'), false)
    const set = await currentKeySet(database)
    const check = verifyKeySet(set?.jwt ?? '', { root: root.public, issuer, now: new Date() })
    expect(check).toMatchObject({ ok: true, seq: 1 })
    await expect(publish(installation, at('signed.json'), false)).rejects.toMatchObject({
      code: 'key_set_outdated',
    })
  })

  it('rotates and certifies in one act; without a root it says what the set still covers', async () => {
    const root = await makeRootFile(at('rotating.json'), { development: false })
    await certify({ ...installation, root, replacesRoot: false })
    const lines = await rotate({ ...installation, root: null })
    const [active] = await keys.find({ state: 'active' }).toArray()
    expect(lines.join('\n')).toContain(`${active?._id} signs from now on`)
    expect((await currentKeySet(database))?.kids).toContain(active?._id)
    expect((await status(installation)).join('\n')).toMatch(/retiring {2}until/)
  })

  it('run in two processes at once rotates once', async () => {
    await makeRootFile(at('twice.json'), { development: false })
    const run = promisify(execFile)
    const outputs = await Promise.all(
      [0, 1].map(() =>
        run(
          process.execPath,
          [
            '-C',
            'production',
            '--import',
            'tsx',
            'tools/licenseKeys/main.ts',
            'rotate',
            '--root',
            at('twice.json'),
          ],
          { env: { ...process.env, PUBLIC_URL: issuer } },
        ),
      ),
    )
    expect(outputs.filter(({ stdout }) => stdout.includes('signs from now on'))).toHaveLength(1)
    expect(outputs.filter(({ stdout }) => stdout.includes('rotated a moment ago'))).toHaveLength(1)
    expect(await keys.countDocuments()).toBe(3)
    const [active] = await keys.find({ state: 'active' }).toArray()
    expect(await currentKeySet(database)).toMatchObject({ seq: 1 })
    expect((await currentKeySet(database))?.kids).toContain(active?._id)
  })
})
