import { describe, expect, it } from 'vitest'
import { passwordFault } from './passwords'

describe('passwords [ID-1]', () => {
  it.each([
    ['eleven c…', 'elevenchars', 'too_short'],
    ['128 and one', `${'x9'.repeat(64)}y`, 'too_long'],
    ['a listed one', 'qwertyuiop123', 'common'],
    ['a listed one in capitals', 'QWERTYUIOP123', 'common'],
    ['a word with a year', 'Password2026!', 'common'],
    ['a word in leet', '!!P4$$w0rd!!2026', 'common'],
    ['one letter', 'aaaaaaaaaaaaaa', 'common'],
    ['a short piece over and over', 'abcabcabcabcab', 'common'],
    ['a run', 'abcdefghijklm', 'common'],
    ['a run of figures round the end', '456789012345', 'common'],
    ['a run backwards', '987654321098', 'common'],
    ['the product', 'Mintreu12345', 'common'],
    ['the address', 'ann.lee@example.com', 'own_address'],
    ['the address and a bit', 'ann.lee@example.com1', 'own_address'],
    ['the name of the mailbox twice', 'ann.leeann.lee1', 'own_address'],
  ] as const)('refuses %s', (_, password, fault) => {
    expect(passwordFault(password, 'ann.lee@example.com')).toBe(fault)
  })

  it.each([
    ['four words', 'violin kettle harbor moss'],
    ['no letter at all, but no pattern', '7393 1180 4629 55'],
    ['letters of any language', 'Grüße aus Öhringen'],
    ['twelve characters', 'tangled-oxbo'],
    ['128 characters', 'The quick path over 17 hills; '.repeat(4).slice(0, 128)],
    ['the address inside something longer', 'ann.lee@example.com likes plums'],
  ])('takes %s', (_, password) => {
    expect(passwordFault(password, 'ann.lee@example.com')).toBeNull()
  })

  it('counts characters, not code units', () => {
    expect(passwordFault('🦊🌲🍄🪵🌧️🔥🥾', 'ann@example.com')).toBe('too_short')
  })
})
