import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { licenseVectors, vectorsFolder } from './vectors'

/** Writes the vectors of license proofs anew: `npx tsx tools/licenseVectors/main.ts`. A test holds the files to this. */
const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..', vectorsFolder)
const files = Object.entries(licenseVectors).map(([name, content]) => {
  const file = path.join(folder, name)
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
  return file
})
spawnSync('npx', ['biome', 'format', '--write', ...files], { stdio: 'inherit' })
