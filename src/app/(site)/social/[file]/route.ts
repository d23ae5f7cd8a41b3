import { pagesCatalog } from '@/app/_catalog'
import { partAway } from '@/app/_refusal'
import { socialPath, socialSize, socialSvg } from '@/domain/catalog/social/socialCard'
import { drawPng } from '@/platform/images'
import { offeredCurrencies } from '../../(storefront)/_listing/loadListing'
import { findCard } from '../cards'

const named = /^(home|[a-z]{3}_[0-9a-z]{10,40})\.[\w-]{16}\.png$/
const yearSeconds = 31_536_000

/**
 * `/social/{id}.{mark}.png`: the picture that a shared link shows. The mark is of what is drawn, so each address has one
 * picture for ever; one of before leads to the present one, and nothing is drawn for it. 404 for what is not on sale.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  try {
    return await pictureOf((await params).file)
  } catch (error) {
    const refusal = partAway(request, error)
    if (!refusal) throw error
    return refusal
  }
}

/** @throws CodedError 503 while the catalog does not answer, or too many pictures are drawn. */
async function pictureOf(file: string): Promise<Response> {
  const [, id] = named.exec(file) ?? []
  const [currency = 'usd'] = id === undefined ? [] : await offeredCurrencies()
  const card = id === undefined ? null : await findCard(pagesCatalog(), id, currency)
  if (!card) return new Response(null, { status: 404 })
  const path = socialPath(card)
  if (path !== `/social/${file}`)
    return new Response(null, { status: 307, headers: { location: path, 'cache-control': 'no-store' } })
  return new Response(new Uint8Array(await drawPng(socialSvg(card), socialSize)), {
    headers: {
      'content-type': 'image/png',
      'cache-control': `public, max-age=${yearSeconds}, immutable`,
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  })
}
