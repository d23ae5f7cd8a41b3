import { permanentRedirect } from 'next/navigation'
import type { SearchParams } from './listingQuery'

/**
 * Leads to where a page is now, in one hop and with the whole query (308: as permanent as 301, and a POST stays one).
 * Edge lets no browser keep it, so that a name that is given back makes no loop.
 */
export function movedTo(path: string, params: SearchParams): never {
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
  ).toString()
  permanentRedirect(query === '' ? path : `${path}?${query}`)
}
