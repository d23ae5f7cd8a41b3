import { pagesCatalog } from '@/app/_catalog'
import { partAway } from '@/app/_refusal'
import { suggestGroups } from './groups'

export const dynamic = 'force-dynamic'

const nothing = { products: [], categories: [], sellers: [], collections: [], suggestions: [] }

/** What the command palette shows while one types. The same for everybody; edge paces it as it does `/search`. */
export async function GET(request: Request): Promise<Response> {
  const query = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
  try {
    const findings =
      query === '' ? { query, ...nothing } : await pagesCatalog().quickSearch({ query, limit: 5 })
    return Response.json(suggestGroups(findings), { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    const refusal = partAway(request, error)
    if (!refusal) throw error
    return refusal
  }
}
