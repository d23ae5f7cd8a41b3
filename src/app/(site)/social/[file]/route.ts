import { pagesDatabase } from '@/app/_database'
import { socialPath, socialSize, socialSvg } from '@/domain/catalog/social/socialCard'
import { CodedError } from '@/platform/errors'
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
  _request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params
  const [, id] = named.exec(file) ?? []
  const [currency = 'usd'] = id === undefined ? [] : await offeredCurrencies()
  const card = id === undefined ? null : await findCard(await pagesDatabase(), id, currency)
  if (!card) return new Response(null, { status: 404 })
  const path = socialPath(card)
  if (path !== `/social/${file}`)
    return new Response(null, { status: 307, headers: { location: path, 'cache-control': 'no-store' } })
  try {
    return new Response(new Uint8Array(await drawPng(socialSvg(card), socialSize)), {
      headers: {
        'content-type': 'image/png',
        'cache-control': `public, max-age=${yearSeconds}, immutable`,
        'content-security-policy': "default-src 'none'",
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    if (!(error instanceof CodedError) || error.status !== 503) throw error
    return new Response(null, { status: 503, headers: { 'retry-after': String(error.retryAfterSeconds) } })
  }
}
