import { domainToASCII } from 'node:url'
import { parse as parseHost } from 'tldts'
import { isDevelopmentHost } from './developmentHosts'
import { isAddress, isPrivateAddress } from './ipRule'

export type NormalHost =
  /** A host that a license can be bound to. */
  | { kind: 'host'; host: string }
  | { kind: 'development'; host: string }
  | { kind: 'refused'; why: 'syntax' | 'address' | 'public_suffix' }

/**
 * The one form in which hosts are stored and compared: lower case, IDN as punycode, without port, without the last dot
 * and without one leading `www.`. Public addresses and public suffixes (`co.uk`, `github.io`) belong to nobody and are
 * refused. Pinned by vectors/domains.json, which the client libraries run too.
 */
export function normalizeHost(text: string): NormalHost {
  const bare = withoutPort(text.trim().toLowerCase())
  if (isAddress(bare)) return addressHost(bare)
  // The URL parser would cut or decode these.
  if (/[/?#\\@%\s]/.test(bare)) return { kind: 'refused', why: 'syntax' }
  const ascii = domainToASCII(bare).replace(/\.$/, '')
  // `127.1` and `0x7f.1` are addresses in the clothes of a name.
  if (isAddress(ascii)) return addressHost(ascii)
  if (ascii.length > 253 || !hostName.test(ascii)) return { kind: 'refused', why: 'syntax' }
  const host = withoutWww(ascii)
  if (isPublicSuffix(host)) return { kind: 'refused', why: 'public_suffix' }
  return { kind: isDevelopmentHost(host) ? 'development' : 'host', host }
}

export type DomainRule =
  | { kind: 'exact'; host: string }
  /** `*.host`: any one level below, not the host itself. */
  | { kind: 'below'; host: string }
  | { kind: 'refused'; why: 'syntax' | 'address' | 'public_suffix' }

/** A rule of a license: an exact host or `*.` and a host, which must not be a public suffix. */
export function parseDomainRule(text: string): DomainRule {
  const trimmed = text.trim()
  const below = trimmed.startsWith('*.')
  const normal = normalizeHost(below ? trimmed.slice(2) : trimmed)
  if (normal.kind === 'refused') return normal
  return { kind: below ? 'below' : 'exact', host: normal.host }
}

/** Whether a host in its normal form falls under a rule. A rule that is none covers nothing. */
export function matchesDomainRule(rule: DomainRule, host: string): boolean {
  if (rule.kind === 'exact') return host === rule.host
  if (rule.kind === 'refused') return false
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot + 1) === rule.host
}

const hostName = /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)
  if (bracketed) return bracketed[1] ?? ''
  return text.replace(/^([^:]*):\d{1,5}$/, '$1')
}

const addressHost = (address: string): NormalHost =>
  isPrivateAddress(address) ? { kind: 'development', host: address } : { kind: 'refused', why: 'address' }

/** `www.com` is somebody's domain, `com` is not: what is left must still be one. */
function withoutWww(host: string): string {
  const rest = host.startsWith('www.') ? host.slice(4) : host
  return isPublicSuffix(rest) ? host : rest
}

/** Listed suffixes only: a name without a dot that is not listed (`intranet`) is nobody's suffix. */
function isPublicSuffix(host: string): boolean {
  const { isIcann, isPrivate, publicSuffix } = parseHost(host, { allowPrivateDomains: true })
  return publicSuffix === host && (isIcann || isPrivate) === true
}
