import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

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

function plain(address: string): string | null {
  if (isIPv4(address)) return address
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null
}
