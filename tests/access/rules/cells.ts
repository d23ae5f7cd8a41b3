import { type PersonName, personNames } from '../people'

/**
 * What a person gets of an address: the page; the sign-in page, with the way back; "not there", which is also what
 * everything of somebody else's is; the panel's page for people who may not open it, or for a view that is not theirs;
 * or another address.
 */
export type Cell = 'shown' | 'sign-in' | 'not-there' | 'refused' | `to ${string}`

/** A line of a table: by person, and `rest` for everybody who is not named. */
export type Line = Readonly<{ rest: Cell } & Partial<Record<PersonName, Cell>>>

export const cellOf = (line: Line, name: PersonName): Cell => line[name] ?? line.rest

export const everybody = (cell: Cell): Line => ({ rest: cell })

/** People without a session that counts are sent to sign in; a locked person's does not. */
const signedOut = { anonymous: 'sign-in', lockedAdmin: 'sign-in' } as const

export const signedIn = (cell: Cell): Line => ({ rest: cell, ...signedOut })

/** These see it; for everybody else who is signed in it is not there. */
export const only = (...names: readonly PersonName[]): Line => ({
  rest: 'not-there',
  ...signedOut,
  ...Object.fromEntries(names.map((name) => [name, 'shown'])),
})

/** Whom the panel lets in: staff, and members of a seller (ID-2). */
export const panelPeople: readonly PersonName[] = [
  'ownerA',
  'developerA',
  'supportA',
  'financeA',
  'ownerB',
  'support',
  'editor',
  'finance',
  'admin',
]

/** A view of the panel for these; the panel's other people get `others`, everybody else is told that it is not for them. */
export function inPanel(names: readonly PersonName[], others: Cell = 'not-there'): Line {
  const cells = personNames.map((name): [PersonName, Cell] => {
    if (name === 'anonymous') return [name, 'sign-in']
    if (!panelPeople.includes(name)) return [name, 'refused']
    return [name, names.includes(name) ? 'shown' : others]
  })
  return { rest: 'refused', ...Object.fromEntries(cells) }
}
