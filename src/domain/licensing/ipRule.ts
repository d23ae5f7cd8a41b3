import ipaddr from 'ipaddr.js'

/**
 * Whether a text is an IPv4 address in four decimal parts, or an IPv6 address. A name is told by its letters first: the
 * parser answers it by throwing, which was a sixth of the cost of a validation.
 */
export const isAddress = (text: string): boolean =>
  (/^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)) || ipaddr.IPv6.isValid(text)

/** An address that no stranger can reach: loopback, private, link-local, carrier-grade NAT. */
export const isPrivateAddress = (text: string): boolean =>
  ['loopback', 'private', 'linkLocal', 'uniqueLocal', 'unspecified', 'carrierGradeNat'].includes(
    // An IPv4 address inside IPv6 (`::ffff:10.0.0.1`) is that IPv4 address.
    ipaddr.process(text).range(),
  )

/** Whether a text is an address or a CIDR block, v4 or v6; what a license's IP rule may be. */
export const isIpRule = (rule: string): boolean => parseIpRule(rule) !== null

/**
 * Whether an address falls under a rule: an address or a CIDR block, v4 and v6, IPv4-mapped IPv6 counted as IPv4.
 * A rule that is none covers nothing. Pinned by vectors/addresses.json.
 */
export function matchesIpRule(rule: string, address: string): boolean {
  const block = parseIpRule(rule)
  if (!block || !isAddress(address)) return false
  const [network, bits] = block
  const candidate = ipaddr.process(address)
  return candidate.kind() === network.kind() && candidate.match(network, bits)
}

function parseIpRule(rule: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [address, bits, more] = rule.trim().split('/')
  if (!address || more !== undefined || !isAddress(address)) return null
  const network = ipaddr.process(address)
  const width = network.kind() === 'ipv4' ? 32 : 128
  if (bits === undefined) return [network, width]
  if (!/^\d{1,3}$/.test(bits)) return null
  // `::ffff:10.0.0.0/104` names an IPv4 block by its IPv6 length.
  const length = Number(bits) - (ipaddr.parse(address).kind() === 'ipv6' && width === 32 ? 96 : 0)
  return length >= 0 && length <= width ? [network, length] : null
}
