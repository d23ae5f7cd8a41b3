/** A piece of XML that is whole already; plain strings are escaped. */
export interface Xml {
  readonly xml: string
}

/** What XML 1.0 allows in a document at all (section 2.2); everything else has no way of being written. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** Text for the inside of an element or of a quoted attribute; what XML cannot say is left out. */
export const escapeXml = (text: string): string =>
  text
    .replace(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

type Child = Xml | string | null | readonly (Xml | null)[]

/**
 * One element: `xml('link', { rel: 'self', href })`. Names are ours, texts and values anybody's. An attribute that is
 * undefined and a child that is null are left out.
 */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly Child[]
): Xml {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escapeXml(value)}"`))
    .join('')
  const inside = children
    .flat()
    .map((child) => (child === null ? '' : typeof child === 'string' ? escapeXml(child) : child.xml))
    .join('')
  return { xml: inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>` }
}

export const xmlDocument = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`
