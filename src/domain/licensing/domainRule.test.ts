import { describe, expect, it } from 'vitest'
import { matchesDomainRule, normalizeHost, parseDomainRule } from './domainRule'
import { matchesIpRule } from './ipRule'
import addresses from './vectors/addresses.json'
import domains from './vectors/domains.json'

describe('[LIC-4] domain rules', () => {
  it.each(domains.normalize)('the host $input is $kind $host $why', ({ input, ...normal }) => {
    expect(normalizeHost(input)).toEqual(normal)
  })

  it.each(domains.match)('$rule covers $host: $matches', ({ rule, host, matches }) => {
    const normal = normalizeHost(host)
    const covered = normal.kind !== 'refused' && matchesDomainRule(parseDomainRule(rule), normal.host)
    expect(covered).toBe(matches)
  })

  it('normalizing twice changes nothing', () => {
    for (const { input } of domains.normalize) {
      const once = normalizeHost(input)
      if (once.kind !== 'refused' && !once.host.startsWith('www.'))
        expect(normalizeHost(once.host)).toEqual(once)
    }
  })
})

describe('[LIC-4] IP rules', () => {
  it.each(addresses.match)('$rule covers $address: $matches', ({ rule, address, matches }) => {
    expect(matchesIpRule(rule, address)).toBe(matches)
  })
})
