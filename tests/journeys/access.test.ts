import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expected } from '../access/expected'
import { idOf } from '../access/fixtures'
import { type PersonName, personNames } from '../access/people'
import { photograph } from '../access/photograph'
import { reaches, sides } from '../access/reach'
import { cellOf, inPanel, type Line, panelPeople } from '../access/rules/cells'
import { pageRules, postRules } from '../access/rules/pages'
import { panelLists, panelViews } from '../access/rules/panel'
import { keyOf, marks, outcomeOf, startVisited, type Visited } from './visitors'

let visited: Visited

beforeAll(async () => {
  visited = await startVisited('access')
}, 120_000)
afterAll(() => visited?.stack.stop(), 60_000)

/** Asks an address as these people; what differs from the line, as sentences. */
async function differences(
  address: string,
  line: Line,
  names: readonly PersonName[] = personNames,
): Promise<string[]> {
  const asked = visited.fill(address)
  const found: string[] = []
  for (const name of names) {
    const visit = await visited.ask(name, asked)
    const [got, wanted] = [outcomeOf(visit, asked), visited.fill(cellOf(line, name))]
    if (got !== wanted) found.push(`${name} at ${address}: ${got} instead of ${wanted}`)
    if (!address.startsWith('/admin'))
      for (const leak of leaks(visit.text, name, address)) found.push(`${name} at ${address} reads ${leak}`)
  }
  return found
}

/** What is somebody else's in the text of a page of the site. */
function leaks(text: string, name: PersonName, address: string): string[] {
  const byLink = address.startsWith('/order/{orderToken}')
  return [
    ...(name === 'customer' || byLink ? [] : [marks.a]),
    ...(name === 'affiliate' ? [] : [marks.b]),
    keyOf('a'),
    keyOf('b'),
  ].filter((mark) => text.includes(mark) && !(byLink && mark === keyOf('a')))
}

describe('every page of the site, for everybody [ID-2] [ARC-1]', () => {
  it.each(Object.entries(pageRules))('%s', async (_, addresses) => {
    const before = await photograph(visited.stack.database)
    for (const [address, line] of Object.entries(addresses))
      expect(await differences(address, line)).toEqual([])
    expect(await before.changed(), 'looking changes nothing').toEqual([])
  })

  it.each(Object.entries(postRules))('%s', async (route, { form, ours, foreign }) => {
    const [, address = ''] = route.split(' ')
    const body = new URLSearchParams(
      Object.entries(form).map(([name, value]) => [name, visited.fill(value)]),
    ).toString()
    const post = async (name: PersonName, headers: Record<string, string>) =>
      outcomeOf(
        await visited.ask(name, address, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body,
        }),
        address,
      )
    const before = await photograph(visited.stack.database)
    for (const name of personNames) {
      const cross = { 'sec-fetch-site': 'cross-site' }
      for (const headers of [
        { ...cross, origin: 'https://elsewhere.example' },
        { ...cross, origin: 'null' },
        cross,
      ])
        expect(await post(name, headers), `${name} from elsewhere`).toBe(foreign)
    }
    expect(await before.changed(), 'from elsewhere').toEqual([])
    for (const name of personNames) expect(await post(name, { origin: visited.stack.url }), name).toBe(ours)
    await before.restore()
  })
})

describe('every view of the panel, for everybody [ID-2] [ARC-1]', () => {
  it('has a line for every collection', () => {
    expect(Object.keys(panelLists).toSorted()).toEqual([...visited.collections].sort())
  })

  it.each(Object.entries(panelViews))('%s', async (_, { path: address, line }) => {
    expect(await differences(address, line)).toEqual([])
  })

  // People without the panel get the same everywhere, and one owner what the other gets: one stands for the others.
  const asking: readonly PersonName[] = ['customer', ...panelPeople.filter((name) => name !== 'ownerB')]

  it.each(Object.entries(panelLists))('the list of %s', async (slug, names) => {
    expect(await differences(`/admin/collections/${slug}`, inPanel(names), asking)).toEqual([])
  })

  it.each(Object.keys(panelLists).filter((slug) => slug in expected && slug !== 'users'))(
    'a document of %s',
    async (slug) => {
      for (const side of ['a', 'b'] as const) {
        const names = (panelLists[slug] ?? []).filter((name) => reaches(expected[slug]?.read, name, side))
        const address = `/admin/collections/${slug}/${idOf(slug, side)}`
        const people = side === 'a' ? (['ownerA', 'support', 'editor'] as const) : (['ownerA'] as const)
        expect(await differences(address, inPanel(names), people)).toEqual([])
      }
    },
  )

  it.each(Object.keys(panelLists).filter((slug) => expected[slug]?.create.all))(
    'the form for another of %s',
    async (slug) => {
      const listed = panelLists[slug] ?? []
      const may = (name: PersonName) => sides.some((side) => reaches(expected[slug]?.create, name, side))
      const address = `/admin/collections/${slug}/create`
      const among = (names: readonly PersonName[]) => asking.filter((name) => names.includes(name))
      expect(await differences(address, inPanel(listed.filter(may), 'refused'), among(listed))).toEqual([])
    },
  )
})
