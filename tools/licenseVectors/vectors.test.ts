import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { licenseVectors, vectorsFolder } from './vectors'

describe('[LIC-6] the published vectors', () => {
  it.each(Object.entries(licenseVectors))('%s is what its generator makes', (name, content) => {
    const stored = JSON.parse(readFileSync(path.join(vectorsFolder, name), 'utf8'))
    expect(stored).toEqual(JSON.parse(JSON.stringify(content)))
  })
})
