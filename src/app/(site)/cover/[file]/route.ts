import { coverSvg, coverTypes, underprintSvg } from '@/domain/catalog/cover'

const named = new RegExp(
  `^([A-Za-z0-9_-]{1,64})\\.(${coverTypes.join('|')}|underprint)\\.(light|dark)\\.svg$`,
)
const yearSeconds = 31_536_000

/**
 * `/cover/{id}.{type}.{theme}.svg` and `/cover/{id}.underprint.{theme}.svg`: drawn from the id alone, so
 * any id has one and nothing is read. 404 for any other name.
 */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params
  const [, seed, kind, shade] = named.exec(file) ?? []
  if (seed === undefined) return new Response(null, { status: 404 })
  const theme = shade === 'dark' ? 'dark' : 'light'
  const type = coverTypes.find((each) => each === kind)
  return new Response(type ? coverSvg({ seed, type, theme }) : underprintSvg(seed, theme), {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': `public, max-age=${yearSeconds}, immutable`,
      'content-security-policy': "default-src 'none'; style-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  })
}
