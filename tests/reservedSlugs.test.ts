import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { notPages } from '@/domain/affiliates/landingPage'
import { reservedSlugs } from '@/domain/catalog/reservedSlugs'

const app = path.resolve(import.meta.dirname, '../src/app')

/** First parts of the addresses of all pages: folders, looking through route groups, without parameters and private folders. */
function firstParts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      if (name.startsWith('(')) return firstParts(path.join(folder, name))
      return /^[a-z0-9-]+$/.test(name) ? [name] : []
    })
}

describe('[ID-3] names that sellers cannot take', () => {
  it('hold the first part of every address of ours', () => {
    const reserved = new Set<string>(reservedSlugs)
    const parts = firstParts(app).filter((name) => name.length >= 3 && name !== 'fonts')
    expect(parts.length).toBeGreaterThan(15)
    expect(parts.filter((name) => !reserved.has(name))).toEqual([])
  })
})

describe('[AFF-2] where a referral link leads', () => {
  const shown = [
    'browse',
    'c',
    'collections',
    'cover',
    'feeds',
    'licenses-explained',
    'p',
    's',
    'search',
    'social',
  ]

  it('is known for the first part of every address of ours: a page for everybody, or one for one person', () => {
    const parts = firstParts(app).filter((name) => name !== 'fonts')
    expect(parts.filter((name) => !shown.includes(name) && !notPages.has(name))).toEqual([])
  })
})
