import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { english, type MessageKey } from '@/messages'
import { hasText, t, wordsFor } from './words'

const unknownKey = (key: string) => key as MessageKey

describe('words', () => {
  it('a key leads to its text', () => {
    expect(t('common.nav.cart')).toBe('Cart')
  })

  it('values are filled in by the rules of the language', () => {
    expect(t('common.rating.label', { value: 4.75, count: 1 })).toBe('Rated 4.8 out of 5 by 1 buyer')
    expect(t('common.rating.label', { value: 5, count: 1212 })).toBe('Rated 5.0 out of 5 by 1,212 buyers')
  })

  it('a key without a text throws and is named', () => {
    expect(() => t(unknownKey('common.nav.nowhere'))).toThrow('common.nav.nowhere')
  })

  it('a key that leads to a group of texts throws', () => {
    expect(() => t(unknownKey('common.nav'))).toThrow('common.nav')
  })

  it('a key never reaches into the prototype of the messages', () => {
    expect(hasText('common.constructor.name')).toBe(false)
  })

  it('a missing value throws', () => {
    expect(() => t('common.pagination.page')).toThrow('page')
  })

  it('markup in a value stays what was written', () => {
    expect(t('common.price.from', { price: '<b>9</b>' })).toBe('from <b>9</b>')
  })

  it('a language without the text answers in English', () => {
    expect(wordsFor('de')('common.brand.title')).toBe('Mintreu Marketplace')
  })

  it.each(allTexts(english))('%s is a well-formed message', (_key, text) => {
    expect(() => new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true })).not.toThrow()
  })
})

function allTexts(tree: object, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, node]: [string, unknown]) => {
    if (typeof node === 'string') return [[prefix + key, node] satisfies [string, string]]
    return typeof node === 'object' && node !== null ? allTexts(node, `${prefix}${key}.`) : []
  })
}
