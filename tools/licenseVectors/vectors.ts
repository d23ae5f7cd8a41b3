import { clockVectors } from './clock'
import { fileVectors } from './files'
import { keySetVectors, revocationVectors } from './lists'
import { tokenVectors } from './tokens'

export const vectorsFolder = 'src/domain/licensing/vectors'

/** Each file of vectors by its name: made from test keys, the same each time. */
export const licenseVectors: Readonly<Record<string, object>> = {
  'tokens.json': tokenVectors,
  'files.json': fileVectors,
  'keySets.json': keySetVectors,
  'revocations.json': revocationVectors,
  'clock.json': clockVectors,
}
