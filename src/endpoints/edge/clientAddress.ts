import type { IncomingMessage } from 'node:http'
import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { log } from '@/platform/logs'

/**
 * The address that the request came from: the socket's, or with `trustedHops` proxies of ours in front, the one that the
 * outermost of them saw. Anything further left in X-Forwarded-For is the caller's own claim and is not believed.
 * @returns a plain IPv4 or IPv6 address; IPv4 mapped into IPv6 is given as IPv4.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustedHops: number,
): string {
  const socket = plain(socketAddress ?? '') ?? '0.0.0.0'
  if (trustedHops === 0) return socket
  const claimed = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : (forwardedFor ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const chain = [...claimed, socket]
  return plain(chain[Math.max(0, chain.length - 1 - trustedHops)] ?? '') ?? socket
}

/**
 * Tells an operator, once, who set a proxy before edge and did not say so: everybody would come from one address, and share
 * its limits.
 */
export function proxyWarning({ TRUSTED_HOPS }: { TRUSTED_HOPS: number }): (request: IncomingMessage) => void {
  let told = TRUSTED_HOPS > 0
  return ({ headers, socket }) => {
    if (told || headers['x-forwarded-for'] === undefined) return
    const peer = plain(socket.remoteAddress ?? '')
    if (!peer || ipaddr.parse(peer).range() === 'unicast') return
    told = true
    log().warn(
      { peer },
      'a proxy seems to stand before edge, but TRUSTED_HOPS is 0: all its visitors share one limit',
    )
  }
}

function plain(address: string): string | null {
  if (isIPv4(address)) return address
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null
}
