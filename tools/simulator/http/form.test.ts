import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FormObject, type FormValue, parseForm } from './form'

/** The other direction, as the provider's clients write it. */
function encode(value: FormValue, name: string): string[] {
  if (typeof value === 'string') return [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
  const entries = Array.isArray(value)
    ? value.map((one, index) => [String(index), one] as const)
    : Object.entries(value)
  return entries.flatMap(([key, child]) => encode(child, name === '' ? key : `${name}[${key}]`))
}

const key = fc.stringMatching(/^[a-z_]{1,8}$/)
const { tree } = fc.letrec<{ tree: FormValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 4 }),
  ),
}))

describe('nested form encoding', () => {
  test('what a client encodes is parsed to the same tree', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (object: FormObject) => {
        const parsed = parseForm(encode(object, '').join('&'))
        expect(JSON.parse(JSON.stringify(parsed))).toEqual(JSON.parse(JSON.stringify(object)))
      }),
    )
  })

  test('no text makes it throw anything but a RangeError', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c[\]=&%0-9]{0,40}$/), (text) => {
        try {
          parseForm(text)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('empty brackets append in order', () => {
    expect(JSON.stringify(parseForm('expand[]=a&expand[]=b'))).toBe('{"expand":["a","b"]}')
  })

  test('a parameter named like a prototype is only a name', () => {
    const parsed = parseForm('__proto__[admin]=1&constructor=2')
    expect(Object.keys(parsed).toSorted()).toEqual(['__proto__', 'constructor'])
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
  })

  test.each(['a[b=1', 'a]b[=1', 'a[b]c=1', 'a=1&a[b]=2', 'a[b]=1&a=2', `a${'[x]'.repeat(20)}=1`])(
    '%s is refused',
    (text) => {
      expect(() => parseForm(text)).toThrow(RangeError)
    },
  )
})
