import { type PersonName, sellerA, sellerB } from './people'

export type Side = 'a' | 'b'
export const sides: readonly Side[] = ['a', 'b']

/** Who reaches everything, and who only what is their own seller's (or, for people, their own document). */
export interface Reach {
  all?: readonly PersonName[]
  own?: readonly PersonName[]
}

export const ownSide = (name: PersonName): Side => (name.endsWith('B') ? 'b' : 'a')

export const reaches = (reach: Reach | undefined, name: PersonName, side: Side): boolean =>
  Boolean(reach?.all?.includes(name)) || (Boolean(reach?.own?.includes(name)) && side === ownSide(name))

export const sellerOf = (side: Side): string => (side === 'a' ? sellerA : sellerB)
