import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { licenseEvents, licenseTransitions, nextLicenseStatus, sourcesOf } from './licenseState'
import { type LicenseStatus, licenseStatuses } from './records'

describe('[LIC-3] states of a license', () => {
  it.each([
    ['pending', 'activate', 'active'],
    ['active', 'expire', 'expired'],
    ['expired', 'renew', 'active'],
    ['active', 'suspend', 'suspended'],
    ['suspended', 'resume', 'active'],
    ['suspended', 'revoke', 'revoked'],
    ['pending', 'suspend', null],
    ['suspended', 'expire', null],
    ['active', 'activate', null],
  ] as const)('%s and %s give %s', (status, event, next) => {
    expect(nextLicenseStatus(status, event)).toBe(next)
  })

  it('revoked is final', () => {
    for (const event of licenseEvents) expect(nextLicenseStatus('revoked', event)).toBeNull()
  })

  it('revoke works from every other state', () => {
    expect(sourcesOf('revoke')).toEqual(licenseStatuses.filter((status) => status !== 'revoked'))
  })

  it('no sequence of events leaves the table', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...licenseEvents)), (events) => {
        let status: LicenseStatus = 'pending'
        for (const event of events) status = nextLicenseStatus(status, event) ?? status
        expect(Object.keys(licenseTransitions)).toContain(status)
      }),
    )
  })
})
