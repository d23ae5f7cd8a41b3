import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectionName, Collections } from './documents'
import { type BookLine, Journal, type JournalAct } from './journal'

type Maps = { [Name in CollectionName]: Map<string, Collections[Name]> }
type OpenAct = { undo: (() => void)[]; puts: Map<string, JournalAct['puts'][number]>; book: BookLine[] }

/** Above this size a start writes the journal anew with the last state of each document only. */
const compactAboveBytes = 64 * 1024 * 1024

function emptyMaps(): Maps {
  return {
    balance_transactions: new Map(),
    charges: new Map(),
    checkout_sessions: new Map(),
    checkout_states: new Map(),
    customers: new Map(),
    deliveries: new Map(),
    events: new Map(),
    idempotency: new Map(),
    payment_intents: new Map(),
    refunds: new Map(),
    session_lines: new Map(),
    settings: new Map(),
    webhook_endpoints: new Map(),
  }
}

/**
 * All documents in memory, changed only inside `commit`, and journaled as one line per act.
 * Documents are replaced, never edited in place, so that an event keeps the object as it was.
 */
export class Store {
  private maps = emptyMaps()
  private lines: BookLine[] = []
  private act: OpenAct | null = null
  private afterAct: () => void = () => {}
  private readonly journal: Journal
  private readonly bookFile: string

  constructor(dataDir: string) {
    this.journal = new Journal(join(dataDir, 'journal.jsonl'))
    this.bookFile = join(dataDir, 'book.jsonl')
    for (const act of this.journal.read()) this.replay(act)
    if (existsSync(this.journal.file) && statSync(this.journal.file).size > compactAboveBytes) this.compact()
    this.repairBookFile()
  }

  get<Name extends CollectionName>(name: Name, id: string): Collections[Name] | undefined {
    return this.maps[name].get(id)
  }

  /** Documents in the order in which they were first put. */
  all<Name extends CollectionName>(name: Name): Collections[Name][] {
    return [...this.maps[name].values()]
  }

  book(): readonly BookLine[] {
    return this.lines
  }

  put<Name extends CollectionName>(name: Name, id: string, document: Collections[Name]): Collections[Name] {
    const act = this.openAct()
    const map: Map<string, Collections[Name]> = this.maps[name]
    const before = map.get(id)
    act.undo.push(() => (before === undefined ? map.delete(id) : map.set(id, before)))
    Object.freeze(document)
    map.set(id, document)
    act.puts.set(`${name}/${id}`, [name, id, asJson(document)])
    return document
  }

  remove(name: CollectionName, id: string): void {
    const act = this.openAct()
    const map: Map<string, unknown> = this.maps[name]
    const before = map.get(id)
    act.undo.push(() => map.set(id, before))
    map.delete(id)
    act.puts.set(`${name}/${id}`, [name, id, null])
  }

  /** Adds a movement to the book; the running balance is per currency. */
  move(movement: Omit<BookLine, 'seq' | 'balanceMinor'>): void {
    const act = this.openAct()
    const seq = this.lines.length + 1
    const { createdAt, kind, currency, amountMinor, source, transaction } = movement
    const balanceMinor = this.balanceMinor(currency) + amountMinor
    // In the order of the journal's schema, so that a replayed line is the same text as the first one.
    const line = { seq, createdAt, kind, currency, amountMinor, balanceMinor, source, transaction }
    act.undo.push(() => this.lines.pop())
    this.lines.push(line)
    act.book.push(line)
  }

  /** What the book holds of a currency, in minor units. */
  balanceMinor(currency: string): number {
    return this.lines.findLast((line) => line.currency === currency)?.balanceMinor ?? 0
  }

  /** Runs one act: all of its changes are kept and journaled together, or none if it throws. */
  commit<Result>(run: () => Result): Result {
    if (this.act !== null) return run()
    const act: OpenAct = { undo: [], puts: new Map(), book: [] }
    this.act = act
    try {
      const result = run()
      if (act.puts.size > 0 || act.book.length > 0) {
        this.journal.append({ puts: [...act.puts.values()], book: act.book })
        appendFileSync(this.bookFile, act.book.map((line) => `${JSON.stringify(line)}\n`).join(''))
      }
      return result
    } catch (error) {
      for (const undo of act.undo.reverse()) undo()
      throw error
    } finally {
      this.act = null
      this.afterAct()
    }
  }

  /** Called after each act, kept or rolled back, when the store is consistent again. */
  onAct(listener: () => void): void {
    this.afterAct = listener
  }

  /** Forgets everything, on disk too. */
  reset(): void {
    this.maps = emptyMaps()
    this.lines = []
    this.journal.rewrite([])
    writeFileSync(this.bookFile, '')
  }

  private openAct(): OpenAct {
    if (this.act === null) throw new Error('The store is changed inside of commit() only')
    return this.act
  }

  private replay(act: JournalAct): void {
    for (const [name, id, document] of act.puts) {
      const map: Map<string, unknown> | undefined = Object.hasOwn(this.maps, name)
        ? this.maps[name as CollectionName]
        : undefined
      if (map === undefined) throw new Error(`${this.journal.file} names the unknown collection "${name}"`)
      if (document === null) map.delete(id)
      else map.set(id, Object.freeze(document))
    }
    this.lines.push(...act.book)
  }

  private compact(): void {
    const acts: JournalAct[] = []
    for (const [name, map] of Object.entries(this.maps)) {
      for (const [id, document] of map) acts.push({ puts: [[name, id, asJson(document)]], book: [] })
    }
    for (const line of this.lines) acts.push({ puts: [], book: [line] })
    this.journal.rewrite(acts)
  }

  /** The journal is the truth; a kill between the two writes leaves the book file one act short. */
  private repairBookFile(): void {
    const whole = this.lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const onDisk = existsSync(this.bookFile) ? readFileSync(this.bookFile, 'utf8') : ''
    if (whole === onDisk) return
    if (whole.startsWith(onDisk)) appendFileSync(this.bookFile, whole.slice(onDisk.length))
    else writeFileSync(this.bookFile, whole)
  }
}

/** The document as the journal holds it: what JSON keeps of it. */
function asJson(document: unknown): JournalAct['puts'][number][2] {
  return JSON.parse(JSON.stringify(document))
}
