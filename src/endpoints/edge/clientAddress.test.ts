import { describe, expect, it } from 'vitest'
import { clientAddress } from './clientAddress'

describe('the address that a request came from', () => {
  it.each([
    ['no proxy of ours: the socket, whatever is claimed', '198.51.100.7', '6.6.6.6', 0, '198.51.100.7'],
    ['one proxy: what it saw', '10.0.0.1', '203.0.113.9', 1, '203.0.113.9'],
    ['one proxy: what stands left of that is a claim', '10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
    ['two proxies', '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
    ['fewer entries than proxies: the first', '10.0.0.1', '203.0.113.9', 3, '203.0.113.9'],
    ['no header behind a proxy', '10.0.0.1', undefined, 1, '10.0.0.1'],
    ['rubbish in the header', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['an IPv4 address in IPv6 clothes', '::ffff:198.51.100.7', undefined, 0, '198.51.100.7'],
    ['IPv6', '2001:db8::1', undefined, 0, '2001:db8::1'],
  ] as const)('%s', (_, socket, header, hops, expected) => {
    expect(clientAddress(socket, header, hops)).toBe(expected)
  })
})
