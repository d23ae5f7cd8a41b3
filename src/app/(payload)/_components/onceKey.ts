/**
 * A key for one wish: the same while the body stays the same, so that a second press, or a try after a lost answer, asks
 * for the same act; another for another body.
 */
export class OnceKey {
  private last: { body: string; key: string } | null = null

  for(body: object): string {
    const text = JSON.stringify(body)
    if (this.last?.body !== text) this.last = { body: text, key: randomKey() }
    return this.last.key
  }
}

/** Not `randomUUID`: that is there on https and localhost only. */
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
