import { describe, expect, it } from 'vitest'
import { keyOfHeader } from './licenseHeader'

const keyOf = (authorization?: string) => keyOfHeader(new Headers(authorization ? { authorization } : {}))
const bytesOf = (text: string) => Buffer.from(text).toString('latin1')

describe('[LIC-1] the key in the Authorization header', () => {
  it.each(['SCHLÜSSEL-0001', 'ключ-0001-0001', 'à-0001-0001', '鍵-0001-0001'])('reads %s as UTF-8', (key) => {
    expect(keyOf(`License ${bytesOf(key)}`)).toBe(key)
  })

  it('keeps what is Latin-1 and no UTF-8', () => {
    expect(keyOf('license \t SCHLÜSSEL-0001')).toBe('SCHLÜSSEL-0001')
  })

  it.each([undefined, 'License', 'Bearer abc'])('finds none in %s', (header) => {
    expect(keyOf(header)).toBeUndefined()
  })
})
