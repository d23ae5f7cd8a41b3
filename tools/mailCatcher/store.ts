import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Letter, readLetter } from './letter'

/** How many are kept; the oldest make room. */
export const capacity = 500

const envelopeSchema = z.object({ receivedAt: z.string(), from: z.string(), to: z.array(z.string()) })
/** What the SMTP peer said, which may differ from the headers. */
export type Envelope = z.infer<typeof envelopeSchema>

/** The newest letters, in memory and as files: `{id}.eml` as it came, `{id}.json` its envelope. */
export class MailStore {
  /** Newest first. */
  private letters: Letter[] = []
  private count = 0

  private constructor(
    private readonly folder: string,
    private readonly limit: number,
  ) {}

  /** Opens a folder with what an earlier run left there. */
  static async open(folder: string, limit = capacity): Promise<MailStore> {
    await mkdir(folder, { recursive: true })
    const store = new MailStore(folder, limit)
    const ids = (await readdir(folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -5))
    for (const id of ids.sort()) {
      const envelope = envelopeSchema.parse(JSON.parse(await readFile(store.file(id, 'json'), 'utf8')))
      store.letters.unshift(await readLetter(id, envelope, await readFile(store.file(id, 'eml'))))
    }
    await store.makeRoom()
    return store
  }

  get newest(): readonly Letter[] {
    return this.letters
  }

  find(id: string): Letter | undefined {
    return this.letters.find((letter) => letter.id === id)
  }

  /** The message exactly as it came. */
  raw(id: string): Promise<Buffer> {
    return readFile(this.file(id, 'eml'))
  }

  async add(envelope: Envelope, raw: Buffer): Promise<Letter> {
    const id = this.nextId()
    const letter = await readLetter(id, envelope, raw)
    await writeFile(this.file(id, 'eml'), raw)
    await writeFile(this.file(id, 'json'), JSON.stringify(envelope)) // last: a letter counts from here on
    this.letters.unshift(letter)
    await this.makeRoom()
    return letter
  }

  async clear(): Promise<void> {
    const gone = this.letters.splice(0)
    for (const { id } of gone) await this.remove(id)
  }

  private async makeRoom(): Promise<void> {
    const gone = this.letters.splice(this.limit)
    for (const { id } of gone) await this.remove(id)
  }

  private async remove(id: string): Promise<void> {
    await rm(this.file(id, 'json'), { force: true })
    await rm(this.file(id, 'eml'), { force: true })
  }

  /** Sorts by time of arrival, also among those of one millisecond. */
  private nextId(): string {
    this.count = (this.count + 1) % 1_679_616
    return `${Date.now().toString(36).padStart(9, '0')}${this.count.toString(36).padStart(4, '0')}`
  }

  private file(id: string, kind: 'eml' | 'json'): string {
    return path.join(this.folder, `${id}.${kind}`)
  }
}
