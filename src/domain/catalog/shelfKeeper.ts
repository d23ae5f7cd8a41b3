import type { Database } from '@/platform/database'
import type { Shelf } from './shelf'
import { holdsSome, type Ids } from './shelfFound'
import {
  isSameMark,
  lateByMs,
  type Mark,
  newestChangeOf,
  readMark,
  type Shelved,
  shelved,
  shelvedNames,
} from './shelfMark'
import { ShelfMirror } from './shelfMirror'

/** More names than this make one question too large. */
const mostHeard = 10_000

/**
 * Keeps the shelf of one database.
 *
 * Lists are cached in front of us until a change drops them, so one that is late by a second would stay wrong: each
 * call is answered by a look at the database that began after the call. A look reads the mark (newest change and size
 * of each collection) and is done where it stands as before. Otherwise it reads what was changed since the look before
 * it, less the longest time by which a change comes late: a transaction that began before the newest change may commit
 * after it, on a machine whose clock is behind. While the newest change is younger than that, the mark alone proves
 * nothing and every look reads, by index, what the last minute wrote, and takes in what has another time than it had.
 * What was removed shows in the size (shelfMirror.ts): the server counts open transactions too, so a removal may be hidden
 * for as long as an insertion into the same collection is open. Whoever lets it hear of changes (`hear`) sees that too, and
 * changes whose clock was further off: a moment after they were committed. So a change costs what it changed, never the whole catalog.
 *
 * It holds for all who set `updatedAt` when they write, as Payload does, and for removals.
 */
export class ShelfKeeper {
  private mirror: ShelfMirror | undefined
  private seen: { mark: Mark; at: number } | undefined
  private running: Promise<Shelf> | undefined
  private following: Promise<Shelf> | undefined
  /** Since the last look; null: anything may have changed. */
  private heard: Record<Shelved, Set<string>> | null = nothingHeard()

  constructor(private readonly database: Database) {}

  /** A document was written or removed: the next look reads it, whatever time it carries. */
  hear(collection: string, id: string): void {
    const name = shelvedNames.find((each) => shelved[each] === collection)
    if (!name || !this.heard) return
    this.heard[name].add(id)
    // A great import while nobody asks: by its time it is found too, and who is there is compared.
    if (this.heard[name].size > mostHeard) this.mishear()
  }

  /** Changes may have gone by unheard: the next look compares who is there. */
  mishear(): void {
    this.heard = null
  }

  current(): Promise<Shelf> {
    if (!this.running) return this.look()
    // The look under way began before this call and may miss what this caller knows of: all such share the next one.
    this.following ??= this.running
      .then(
        () => undefined,
        () => undefined, // who asked for that look is told; this is another one
      )
      .then(() => {
        this.following = undefined
        return this.look()
      })
    return this.following
  }

  private look(): Promise<Shelf> {
    const look = this.refresh().finally(() => {
      this.running = undefined
    })
    this.running = look
    return look
  }

  private async refresh(): Promise<Shelf> {
    const at = Date.now()
    const { heard } = this
    this.heard = nothingHeard()
    try {
      const mark = await readMark(this.database)
      if (!this.mirror || !this.seen) {
        this.mirror = await ShelfMirror.read(this.database)
      } else if (!heard || holdsSome(idsOf(heard)) || !this.isProven(mark)) {
        // A clock that runs ahead of ours marks changes in our future: what came since then is found by our own time.
        const since = Math.min(newestChangeOf(this.seen.mark), this.seen.at) - lateByMs
        await this.mirror.update(new Date(since), mark, heard && idsOf(heard))
      }
      this.seen = { mark, at }
      return this.mirror.shelf
    } catch (error) {
      // The next look reads it instead.
      if (!heard) this.heard = null
      else for (const name of shelvedNames) for (const id of heard[name]) this.heard?.[name].add(id)
      throw error
    }
  }

  /** Nothing can have changed since the last look. */
  private isProven(mark: Mark): boolean {
    const { seen, mirror } = this
    if (!seen || !mirror || !isSameMark(seen.mark, mark) || !mirror.hasSizes(mark)) return false
    return seen.at - newestChangeOf(seen.mark) > lateByMs
  }
}

const nothingHeard = (): Record<Shelved, Set<string>> => ({
  products: new Set(),
  packages: new Set(),
  releases: new Set(),
  sellers: new Set(),
  categories: new Set(),
})

const idsOf = ({ products, packages, releases, sellers, categories }: Record<Shelved, Set<string>>): Ids => ({
  products: [...products],
  packages: [...packages],
  releases: [...releases],
  sellers: [...sellers],
  categories: [...categories],
})
