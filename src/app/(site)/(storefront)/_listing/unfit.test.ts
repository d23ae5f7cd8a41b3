import { describe, expect, it } from 'vitest'
import { unfitOf } from './unfit'

const stating = (php: string | null, lines: string[] | null) =>
  unfitOf({ php, laravel: null, fits: { php: lines, laravel: null } }).php

describe('what a card says to those who run another version [CAT-6]', () => {
  it.each([
    ['8.3+', ['8.3', '8.4', '8.5'], 'Needs PHP 8.3 or later'],
    ['8.1–8.2', ['8.1', '8.2'], 'Needs PHP 8.1–8.2'],
    ['8.5', ['8.5'], 'Needs PHP 8.5'],
    // An older release that fits counts too, so the versions and not the label of the newest decide.
    ['8.4+', ['8.1', '8.4', '8.5'], 'Needs PHP 8.1, 8.4, 8.5'],
    ['5.6', [], 'Needs another version of PHP'],
  ])('%s: %j', (label, lines, words) => {
    expect(stating(label, lines)).toEqual({ lines: lines.join(' '), words })
  })

  it('says nothing where nothing is stated: it fits all', () => {
    expect(stating(null, null)).toBeUndefined()
  })
})
