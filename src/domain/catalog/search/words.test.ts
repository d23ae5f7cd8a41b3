import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WordIndex } from './wordIndex'
import { queryWords, wordsIn } from './words'

const indexed = (...names: string[]) => {
  const index = new WordIndex()
  for (const [slot, text] of names.entries()) index.put(slot, [{ text, boost: 1, typicalWords: 2 }])
  return index
}

describe('words of names and queries [CAT-6]', () => {
  it.each([
    ['accents', 'Café', 'cafe'],
    ['accents as letters of their own', 'Cafe\u0301', 'café'],
    ['a sharp s', 'Straßenkarte', 'STRASSENKARTE'],
    ['letters that no accent makes', 'Łódź Ørsted', 'lodz orsted'],
    ['a final sigma', 'ΟΔΟΣ', 'οδοσ'],
    ['a dotless i', 'KIRMIZI', 'kırmızı'],
    ['a soft hyphen from a copied page', 'Invoice', 'in\u00ADvoice'],
    ['marks of direction around and inside', 'חשבונית', '\u202Bחשבו\u200Fנית\u202C'],
    ['joiners', 'می‌خواهم', 'میخواهم'],
    ['a byte order mark', 'Invoice', '\uFEFFinvoice'],
    ['wide letters', 'PDF', 'ＰＤＦ'],
    ['a pile of accents', 'Zalgo', `Z${'\u0301'.repeat(40)}algo`],
  ])('%s keep nothing from being found', (_, name, query) => {
    const { slots, suggestions } = indexed('Ledger', name).find(query)
    expect(slots).toEqual([1])
    expect(suggestions).toEqual([])
  })

  it('a space without width parts words', () => {
    expect(wordsIn('queue\u200Bmonitor')).toEqual(['queue', 'monitor'])
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(
        fc.constantFrom('a', 'ﷺ', '\uD800', '\u0301', '__proto__', 'constructor', ' ', '\u0000', '\u202E'),
      )
      .map((all) => all.join('')),
    fc.integer({ min: 1, max: 5_000 }).map((words) => 'ab '.repeat(words)),
    fc.integer({ min: 1, max: 100_000 }).map((letters) => 'x'.repeat(letters)),
  )

  it('whatever is typed is a few short words, and is answered with numbers', () => {
    const index = indexed('Invoice Kit', 'Queue Monitor', 'constructor', 'Ledger')
    fc.assert(
      fc.property(anyText, (query) => {
        const words = queryWords(query)
        expect(words.length).toBeLessThanOrEqual(8)
        for (const word of words) expect(word.length).toBeLessThanOrEqual(40)
        const { slots, scores } = index.find(query)
        for (const slot of slots) expect(scores[slot]).toBeGreaterThan(0)
      }),
    )
  })

  it('what a product is called finds it, in any writing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        fc.pre(queryWords(name).length > 0)
        expect(indexed('Ledger', name).find(name).slots).toContain(1)
      }),
    )
  })
})
