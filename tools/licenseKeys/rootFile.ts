import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { makeRootKey, type RootKey, readRootKey } from '@/domain/licensing/proof/rootKey'
import { isErrno } from '../process/guarded'

const about =
  'The root key of license proofs. Whoever has it can certify signing keys for every client of this marketplace: keep it on no server.'
const aboutDevelopment =
  'A DEVELOPMENT root key, made by `npm start` so that the published key set works at once. Ship it in nothing: make a root of your own with `npm run license-keys -- root FILE`.'

const rootFileSchema = z.object({
  about: z.string(),
  kid: z.string(),
  development: z.boolean(),
  /** What the client libraries ship. */
  public: z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string() }),
  /** The private half, PKCS#8. */
  pem: z.string(),
})

/** Makes a root and keeps it in a file that only its owner reads. @throws Error where the file is there already. */
export async function makeRootFile(
  file: string,
  { development }: { development: boolean },
): Promise<RootKey> {
  const { root, pem } = makeRootKey()
  const content = {
    about: development ? aboutDevelopment : about,
    ...{ kid: root.kid, development, public: root.public, pem },
  }
  await mkdir(path.dirname(file), { recursive: true })
  try {
    await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (isErrno(error, 'EEXIST')) throw new Error(`${file} is there already and is not written over.`)
    throw error
  }
  return root
}

/** @throws Error where the file is missing or its halves do not belong together. */
export async function readRootFile(file: string): Promise<{ root: RootKey; isDevelopment: boolean }> {
  const content = rootFileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  const root = readRootKey(content.pem)
  if (root.public.x !== content.public.x || root.kid !== content.kid)
    throw new Error(`${file}: the private key and the public one are not a pair.`)
  return { root, isDevelopment: content.development }
}

/** The root of a machine of one's own: made on the first start, marked so that nobody takes it for a real one. */
export async function developmentRoot(file: string): Promise<RootKey> {
  try {
    return (await readRootFile(file)).root
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
    return makeRootFile(file, { development: true })
  }
}
