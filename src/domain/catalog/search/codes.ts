/** Small numbers for texts, given in the order in which the texts come. */
export class Codes {
  private readonly codes = new Map<string, number>()
  private readonly texts: string[] = []

  get size(): number {
    return this.texts.length
  }

  /** By number. */
  get all(): readonly string[] {
    return this.texts
  }

  /** The number of a text, a new one where it has none. */
  of(text: string): number {
    const known = this.codes.get(text)
    if (known !== undefined) return known
    this.codes.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }

  /** -1: no such text was ever given a number. */
  find(text: string): number {
    return this.codes.get(text) ?? -1
  }

  text(code: number): string {
    return this.texts[code] ?? ''
  }
}
