import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { proofTypes, signJwt } from '@/domain/licensing/proof/compactJwt'
import {
  certifyKeySet,
  currentKeySet,
  ensureKeySet,
  keySetClaims,
  storeKeySet,
} from '@/domain/licensing/proof/keySet'
import type { KeySet } from '@/domain/licensing/proof/records'
import type { RootKey } from '@/domain/licensing/proof/rootKey'
import { rotateSigningKey } from '@/domain/licensing/proof/rotateSigningKey'
import { signingKeyRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import { developmentRoot } from './rootFile'

interface Installation {
  database: Database
  /** The public origin. */
  issuer: string
}

/** Again where another run certified at the same moment: it then finds the set of the other. */
async function act<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const run = () => transact(database, { actor: systemActor('license-keys') }, work)
  try {
    return await run()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return run()
  }
}

/** The new signing key signs from now on; with a root at hand the set is certified anew in the same act. */
export async function rotate({
  database,
  issuer,
  root,
}: Installation & { root: RootKey | null }): Promise<string[]> {
  const { rotated, active } = await act(database, async (tx) => {
    const rotation = await rotateSigningKey(tx)
    if (root && rotation.rotated) await certifyKeySet({ tx, root, issuer })
    return rotation
  })
  if (!rotated) return [`The key was rotated a moment ago: ${active} signs. Nothing was changed.`]
  const lines = [`${active} signs from now on; every process goes over to it within a minute.`]
  const set = await currentKeySet(database)
  if (!set) return [...lines, 'No root has certified a key set yet: see `certify`.']
  return [...lines, set.kids.includes(active) ? described(set) : 'The key set does not name it: certify now.']
}

export async function certify({
  database,
  ...certification
}: Installation & { root: RootKey; replacesRoot: boolean }): Promise<string[]> {
  return [described(await act(database, (tx) => certifyKeySet({ tx, ...certification })))]
}

export async function status({ database }: Installation): Promise<string[]> {
  const keys = await collectionOf(database, signingKeyRecord).find().sort({ createdAt: 1 }).toArray()
  const set = await currentKeySet(database)
  return [
    ...keys.map(({ _id, state, retiresAt }) =>
      [`${_id}  ${state}`, ...(retiresAt ? [`until ${retiresAt.toISOString()}`] : [])].join('  '),
    ),
    set ? described(set) : 'No root has certified a key set yet.',
  ]
}

const described = ({ seq, kids, root, expiresAt }: KeySet): string =>
  `Key set ${seq}: ${kids.length} keys under ${root.kid}, good until ${expiresAt.toISOString()}.`

const requestSchema = z.looseObject({ iss: z.string(), seq: z.number(), keys: z.array(z.unknown()) })
const signedSchema = z.object({
  jwt: z.string(),
  root: z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string() }),
})

/** First of three steps for a root that is on another machine: what it is to sign. */
export async function request({ database, issuer }: Installation, file: string): Promise<string[]> {
  const claims = await act(database, (tx) => keySetClaims(tx, issuer))
  await writeJson(file, claims)
  return [`Take ${file} to the machine with the root, and there: npm run license-keys -- sign`]
}

/** Second step, without any database: the root signs what it was shown. */
export async function sign(root: RootKey, file: string, signed: string): Promise<string[]> {
  const claims = requestSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  await writeJson(signed, { jwt: signJwt(proofTypes.keySet, claims, root), root: root.public })
  return [`Set ${claims.seq} of ${claims.iss} with ${claims.keys.length} keys is signed: ${signed}`]
}

/** Third step: refused where the keys have changed since, or another root signed. */
export async function publish(
  { database, issuer }: Installation,
  file: string,
  replacesRoot: boolean,
): Promise<string[]> {
  const signed = signedSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  return [described(await act(database, (tx) => storeKeySet({ tx, ...signed, issuer, replacesRoot })))]
}

const writeJson = (file: string, value: object) => writeFile(file, `${JSON.stringify(value, null, 2)}\n`)

/**
 * What `npm start` does: a root of this machine's own certifies the keys, unless an operator's root did before.
 * @returns null where it is left to that root.
 */
export async function certifyForDevelopment(
  { database, issuer }: Installation,
  file: string,
): Promise<KeySet | null> {
  const before = await currentKeySet(database)
  const root = await developmentRoot(file)
  if (before && before.root.kid !== root.kid) return null
  return act(database, (tx) => ensureKeySet({ tx, root, issuer }))
}
