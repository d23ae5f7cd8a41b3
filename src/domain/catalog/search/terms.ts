import SearchableMap from 'minisearch/SearchableMap'

/** A word that stands in the index, and how much it says of each document (by slot). */
export interface Term {
  text: string
  weights: Map<number, number>
}

/** A term that a typed word may mean. `closeness` is 1 for the word itself, less for what only resembles it. */
export interface Meaning {
  term: Term
  closeness: number
}

/** A beginning of two letters fits thousands of words: the most used ones are what is meant. */
const mostBeginnings = 200
const mostTypos = 16

const beginningWorth = 0.6
const typoWorth = 0.45

/** All words of an index: found whole, by their beginning, and with typos. */
export class Terms {
  private readonly byText = new Map<string, Term>()
  /** A radix tree: it knows the words within some changed letters without looking at all of them. */
  private readonly tree = new SearchableMap<Term>()
  /** By alphabet, for beginnings. Words that lost their last document stay until others come. */
  private sorted: Term[] = []
  private added: Term[] = []

  get size(): number {
    return this.byText.size
  }

  get(text: string): Term | undefined {
    return this.byText.get(text)
  }

  add(text: string, slot: number, weight: number): void {
    let term = this.byText.get(text)
    if (!term) {
      term = { text, weights: new Map() }
      this.byText.set(text, term)
      this.tree.set(text, term)
      this.added.push(term)
    }
    term.weights.set(slot, weight)
  }

  drop(text: string, slot: number): void {
    const term = this.byText.get(text)
    if (!term) return
    term.weights.delete(slot)
    if (term.weights.size > 0) return
    this.byText.delete(text)
    this.tree.delete(text)
  }

  /** Terms that begin with the word and are longer, the most used ones where there are many. */
  beginnings(word: string): Meaning[] {
    const terms = this.startingWith(word).filter(({ text, weights }) => text !== word && weights.size > 0)
    const kept =
      terms.length <= mostBeginnings
        ? terms
        : terms.sort((a, b) => b.weights.size - a.weights.size || order(a, b)).slice(0, mostBeginnings)
    return kept.map((term) => {
      const missing = term.text.length - word.length
      return { term, closeness: (beginningWorth * term.text.length) / (term.text.length + 0.3 * missing) }
    })
  }

  /** Terms that differ from the word in at most so many letters, the nearest ones where there are many. */
  typos(word: string, letters: number): Meaning[] {
    if (letters === 0) return []
    return [...this.tree.fuzzyGet(word, letters).values()]
      .filter(([, distance]) => distance > 0)
      .sort(([a, nearer], [b, farther]) => nearer - farther || b.weights.size - a.weights.size || order(a, b))
      .slice(0, mostTypos)
      .map(([term, distance]) => ({ term, closeness: (typoWorth * word.length) / (word.length + distance) }))
  }

  private startingWith(word: string): Term[] {
    this.sortAdded()
    const begin = this.firstFrom(word)
    let end = begin
    while (end < this.sorted.length && this.sorted[end]?.text.startsWith(word)) end++
    return this.sorted.slice(begin, end)
  }

  private firstFrom(word: string): number {
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.sorted[middle]?.text ?? '') < word) low = middle + 1
      else high = middle
    }
    return low
  }

  private sortAdded(): void {
    if (this.added.length === 0) return
    const added = this.added.filter(({ weights }) => weights.size > 0).sort(order)
    const present = this.sorted.filter(({ weights }) => weights.size > 0)
    this.sorted = merged(present, added, order)
    this.added = []
  }
}

const order = (a: Term, b: Term): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)

/** Two sorted lists as one. */
export function merged<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number): T[] {
  const all: T[] = []
  let at = 0
  for (const x of a) {
    for (let next = b[at]; next !== undefined && compare(next, x) < 0; next = b[at]) {
      all.push(next)
      at++
    }
    all.push(x)
  }
  return all.concat(b.slice(at))
}
