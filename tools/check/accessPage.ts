import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { collections } from '@/collections'
import { expected, testedApart } from '../../tests/access/expected'
import { type PersonName, personNames } from '../../tests/access/people'
import type { Reach } from '../../tests/access/reach'
import { actionRules } from '../../tests/access/rules/actions'
import { actRules } from '../../tests/access/rules/acts'
import { cellOf, type Line } from '../../tests/access/rules/cells'
import { edgeRules } from '../../tests/access/rules/edge'
import { type FieldRule, fieldRules, inEvery } from '../../tests/access/rules/fields'
import { pageRules, postRules } from '../../tests/access/rules/pages'
import { panelLists, panelViews } from '../../tests/access/rules/panel'

/*
 * Writes docs/access.md from the tables of tests/access, which its tests hold against the running product:
 * `node -C production --import tsx tools/check/accessPage.ts`.
 */

/** A column each; whoever stands beside the first one is the same everywhere, or the page is not written. */
const columns: readonly (readonly [title: string, ...people: PersonName[]])[] = [
  ['anyone', 'anonymous', 'lockedAdmin'],
  ['customer', 'customer', 'sellerOfNothing'],
  ['affiliate', 'affiliate'],
  ['owner', 'ownerA', 'ownerB'],
  ['developer', 'developerA'],
  ['support', 'supportA'],
  ['finance', 'financeA'],
  ['**support**', 'support'],
  ['**editor**', 'editor'],
  ['**finance**', 'finance'],
  ['**admin**', 'admin'],
]
const operations = ['create', 'read', 'update', 'delete'] as const

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** What the people of a column get, which must be the same for each of them. */
function same(people: readonly PersonName[], cell: (name: PersonName) => string, what: string): string {
  const [first = '', ...others] = people.map(cell)
  if (others.some((other) => other !== first)) throw new Error(`${what}: ${people.join(' and ')} differ`)
  return first
}

const inColumns = (cell: (name: PersonName) => string, what: string): string[] =>
  columns.map(([, ...people]) => same(people, cell, what))

/** Capitals for everything, small letters for one's own. */
function letters(slug: string, name: PersonName): string {
  const found = operations.map((operation) => {
    const reach = expected[slug]?.[operation]
    const letter = operation.charAt(0)
    if (reach?.all?.includes(name)) return letter.toUpperCase()
    return reach?.own?.includes(name) ? letter : ''
  })
  return found.join('')
}

/** Who is meant, by the titles of columns. */
function whom({ all = [], own = [] }: Reach): string {
  const titles = (among: readonly PersonName[]) =>
    columns.filter(([, ...people]) => people.some((name) => among.includes(name))).map(([title]) => title)
  if (titles(own).length === columns.length - 1) return 'each person their own'
  const parts = [...titles(all), ...titles(own).map((title) => `${title} (own)`)]
  return parts.length === 0 ? 'nobody' : parts.join(', ')
}

const cellOfField = (reach: Reach | undefined): string => (reach === undefined ? '' : whom(reach))
const fieldRow = (name: string, { read, create, update }: FieldRule): string[] => [
  `\`${name}\``,
  ...[read, create, update].map(cellOfField),
]

const head = (what: string): string[] => [what, ...columns.map(([title]) => title)]

function nouns(): string {
  const groups = new Map<string, string[]>()
  for (const { slug, admin } of collections) {
    const group = String(admin?.group ?? 'Others')
    groups.set(group, [...(groups.get(group) ?? []), slug])
  }
  const others = Object.keys(expected).filter((slug) => !collections.some((one) => one.slug === slug))
  groups.set('Payload’s own', others)
  return [...groups]
    .map(([group, slugs]) => {
      const matrix = table(
        head('collection'),
        slugs.map((slug) => [`\`${slug}\``, ...inColumns((name) => letters(slug, name), slug)]),
      )
      const fields = slugs.flatMap((slug) =>
        Object.entries(fieldRules[slug] ?? {}).map(([name, rule]) => fieldRow(`${slug}.${name}`, rule)),
      )
      const differing = fields.length > 0 ? `\n\n${table(fieldHead, fields)}` : ''
      return `### ${group}\n${matrix}${differing}`
    })
    .join('\n\n')
}
const fieldHead = ['field', 'read by', 'said by, when it is made', 'changed by']

const acts = (): string =>
  table(
    head('act'),
    Object.entries(actRules).map(([name, { may }]) => [
      `\`${name.replace(/^post /, '')}\``,
      ...inColumns((person) => {
        if (may.all?.includes(person)) return 'yes'
        return may.own?.includes(person) ? 'own' : ''
      }, name),
    ]),
  )

/** Who gets what of an address, the most frequent last, as everybody else. */
function answers(line: Line): string {
  const byCell = new Map<string, string[]>()
  for (const [title, ...people] of columns) {
    const cell = people.map((name) => cellOf(line, name))[0] ?? line.rest
    byCell.set(cell, [...(byCell.get(cell) ?? []), title])
  }
  if (byCell.size === 1) return `everybody: ${inWords(line.rest)}`
  const sorted = [...byCell].sort((one, other) => one[1].length - other[1].length)
  return sorted
    .map(([cell, titles], index) => {
      const who = index === sorted.length - 1 ? 'everybody else' : titles.join(', ')
      return `${who}: ${inWords(cell)}`
    })
    .join('<br>')
}
const inWords = (cell: string): string =>
  ({ 'sign-in': 'is asked to sign in', 'not-there': 'not there' })[cell] ??
  cell.replace(/^to (.*)$/, 'led to `$1`')

const pages = (): string =>
  table(
    ['address', 'who gets what'],
    Object.values(pageRules).flatMap((lines) =>
      Object.entries(lines).map(([address, line]) => [`\`${address}\``, answers(line)]),
    ),
  )

const forms = (): string =>
  table(
    ['form', 'signed in', 'signed out'],
    [
      ...Object.entries(actionRules).flatMap(([name, rules]) =>
        rules.slice(0, 1).map(({ rest, signedOut, but = {} }) => {
          const own = Object.entries(but).map(([who, cell]) => `${cell} (${who}, whose it is)`)
          return [`\`${name.split(' ').at(-1)}\``, [rest, ...own].join('; else '), signedOut]
        }),
      ),
      ...Object.entries(postRules).map(([name, { ours, foreign }]) => [
        `\`${name}\``,
        `by what one holds: ${ours}`,
        `from another site: ${foreign}`,
      ]),
    ],
  )

const panel = (): string =>
  table(head('in the panel'), [
    ...Object.entries(panelLists)
      .filter(([, who]) => who.length > 0)
      .map(([slug, who]) => [
        `list of \`${slug}\``,
        ...inColumns((name) => (who.includes(name) ? 'yes' : ''), slug),
      ]),
    ...Object.entries(panelViews)
      .map(([name, { line }]) => [
        `\`${name}\``,
        // By the first one of a column: a view is asked for with something of seller A's.
        ...columns.map(([, first]) => (first && cellOf(line, first) === 'shown' ? 'yes' : '')),
      ])
      .filter((cells) => cells.includes('yes')),
  ])

const edge = (): string =>
  table(
    ['route', 'what one needs'],
    Object.entries(edgeRules).map(([route, { credential }]) => [`\`${route}\``, credential]),
  )

const cells = Object.keys(expected).length * personNames.length * operations.length * 2
const page = `# Who may do what

Generated by \`npm run generate\` from the tables in \`tests/access\`, which are stated by hand. Its tests ask the running product as
each of ${personNames.length} people and compare the database before and after: ${cells} cells of collections, each field of each collection that a person
reads or writes, each button, page, form and route. A cell that differs fails \`npm test\`, and so does whatever has no line.

**Columns.** *Anyone* is signed out, or locked. *Customer* and *affiliate* are signed in. Then the four roles of a seller's members;
they reach their own seller's. In bold: staff. A person may be several at once and then may what each of them may.

**Letters.** C create, R read, U update, D delete: capitals mean all documents, small letters only one's own. Nothing: refused, and not
shown to be there. What is bought, paid and booked is written by operations alone: nobody has C, U or D there, admins neither.

## Collections
In each of them \`${Object.keys(inEvery).join('`, `')}\` are set by us alone. Of the fields below an empty cell means: as the document itself.
Every other field goes with its document.

${nouns()}

${testedApart.map((slug) => `\`${slug}\``).join(' and ')}: each person of the panel their own preferences; nothing is locked.

## Buttons
Endpoints that act, each with its own rule; they ask for a reason and are audited where the act says so.

${acts()}

## The panel
${panel()}

## Pages
\`{order}\` and the like were bought by *customer*, \`{other…}\` by *affiliate*.

${pages()}

## Forms
What becomes of the form that the tests send: no form of a stranger's knows a password or the secret of a mail, so those are refused.

${forms()}

## Routes for machines
No session opens them.

${edge()}
`
writeFileSync(path.resolve(import.meta.dirname, '../../docs/access.md'), page)
