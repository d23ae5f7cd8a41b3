import { type CodedError, invalid } from '@/platform/errors'
import type { ArchiveLimits } from './limits'

interface Place {
  spelled: string
  isFolder: boolean
  /** An entry of its own, not only a folder that another one lies in. */
  isEntry: boolean
}

/**
 * The names of an archive, one after the other. Refused is every name that leads out of the folder in which people unpack
 * it, that a shell or an eye reads as another, or that a second entry has already, also on systems that do not tell case,
 * ways to write é, or dots and spaces at the end.
 */
export class EntryNames {
  private readonly places = new Map<string, Place>()

  constructor(private readonly limits: Pick<ArchiveLimits, 'nameBytes' | 'depth'>) {}

  /** @param name with a slash at the end for a folder. @throws CodedError 422 `archive_name_unsafe`, `archive_name_twice`. */
  add(name: string): void {
    const isFolder = name.endsWith('/')
    const parts = (isFolder ? name.slice(0, -1) : name).split('/')
    if (Buffer.byteLength(name) > this.limits.nameBytes || parts.length > this.limits.depth)
      throw unsafe(name)
    if (!isSafeName(name) || !parts.every(isSafePart)) throw unsafe(name)
    for (let depth = 1; depth < parts.length; depth++)
      this.place(parts.slice(0, depth).join('/'), { isFolder: true, isEntry: false })
    this.place(parts.join('/'), { isFolder, isEntry: true })
  }

  private place(spelled: string, { isFolder, isEntry }: Omit<Place, 'spelled'>): void {
    const folded = fold(spelled)
    const before = this.places.get(folded)
    if (!before) {
      this.places.set(folded, { spelled, isFolder, isEntry })
      return
    }
    // A folder may be named more than once, always by the same letters; a file never.
    if (before.spelled !== spelled || !before.isFolder || !isFolder) throw twice(spelled)
    before.isEntry ||= isEntry
  }
}

const fold = (name: string): string =>
  name
    .split('/')
    .map((part) => part.replace(/[. ]+$/, ''))
    .join('/')
    .normalize('NFKC')
    .toLowerCase()

/** No drive, no path of Windows, nothing that cannot be seen or turns what follows around. */
const isSafeName = (name: string): boolean =>
  !/^[a-z]:/i.test(name) && !/[\\\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffd]/u.test(name)

/** `` is `/etc` or `a//b`. */
const isSafePart = (part: string): boolean => part !== '' && !/^\.{1,2}[. ]*$/.test(part)

const unsafe = (name: string): CodedError =>
  invalid(
    'archive_name_unsafe',
    `The archive has an entry whose name is not safe to unpack: ${shorten(name)}. Use relative names with forward slashes.`,
  )

const twice = (name: string): CodedError =>
  invalid(
    'archive_name_twice',
    `The archive has two entries that are one on some systems: ${shorten(name)}. Names must differ by more than case.`,
  )

/** A name of a stranger's, as people may read it. */
export const shorten = (name: string): string => {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '�')
  return `"${clean.length > 80 ? `${clean.slice(0, 79)}…` : clean}"`
}
