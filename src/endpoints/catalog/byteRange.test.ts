import { describe, expect, it } from 'vitest'
import { parseRange } from './byteRange'

describe('a Range header for a file of 100 bytes', () => {
  it.each([
    [null, null],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-3', null],
    ['bytes=0-1,5-6', null],
    ['lines=0-1', null],
    ['bytes=-', null],
    ['bytes=99999999999999999999-', null],
  ] as const)('%s → %o', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected)
  })

  it('an empty file has no range', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
  })
})
