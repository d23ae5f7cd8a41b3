import { type Meaning, Terms } from './terms'
import { forgivenLetters, queryWords, wordsIn } from './words'

/** A text of a document. `typicalWords` is what such a text usually has: in a longer one, each word says less. */
export interface IndexedText {
  text: string
  boost: number
  typicalWords: number
}

export interface Found {
  /** The documents, in no order. */
  slots: number[]
  /** By slot; comparable within one answer only. */
  scores: Float64Array
  /** The query with its misspelled words put right; empty where it was spelled as it stands. */
  suggestions: string[]
}

/** With fewer documents than this for a word as it was typed, its typos are looked for too. */
const fewDocuments = 3
/** How much of an index one word of a query may touch: candidates are cut before they are scored. */
const mostCandidates = 100_000

/**
 * Finds documents by words: whole, by their beginning (from two letters on), with typos. Documents are numbered by
 * whoever fills it (`slot`), densely, so that a query is a few passes over arrays. Scores follow from what is in the
 * index alone, never from the order in which it came in.
 */
export class WordIndex {
  private readonly terms = new Terms()
  private readonly textsOf: (string[] | undefined)[] = []
  private documents = 0

  get size(): number {
    return this.documents
  }

  get termCount(): number {
    return this.terms.size
  }

  /** Fills a slot; what was in it is gone. */
  put(slot: number, texts: readonly IndexedText[]): void {
    this.drop(slot)
    const weights = weightsOf(texts)
    for (const [text, weight] of weights) this.terms.add(text, slot, weight)
    this.textsOf[slot] = [...weights.keys()]
    this.documents++
  }

  drop(slot: number): void {
    const texts = this.textsOf[slot]
    if (!texts) return
    for (const text of texts) this.terms.drop(text, slot)
    this.textsOf[slot] = undefined
    this.documents--
  }

  /** Documents with every word of the query; where there are none, those with some of them. No words find nothing. */
  find(query: string): Found {
    const words = queryWords(query)
    const capacity = this.textsOf.length
    const scores = new Float64Array(capacity)
    const matched = new Uint8Array(capacity)
    const best = new Float64Array(capacity)
    for (const word of words) {
      best.fill(0)
      this.score(this.meaningsOf(word), best)
      for (let slot = 0; slot < capacity; slot++) {
        const score = best[slot] ?? 0
        if (score === 0) continue
        scores[slot] = (scores[slot] ?? 0) + score
        matched[slot] = (matched[slot] ?? 0) + 1
      }
    }
    const whole = slotsWith(matched, words.length)
    if (whole.length > 0) return { slots: whole, scores, suggestions: this.suggestionsFor(words) }
    const some = slotsWith(matched, 1)
    for (const slot of some) scores[slot] = ((scores[slot] ?? 0) * (matched[slot] ?? 0)) / words.length
    return { slots: some, scores, suggestions: this.suggestionsFor(words) }
  }

  /** What a typed word may mean, the likeliest first. */
  private meaningsOf(word: string): Meaning[] {
    const itself = this.terms.get(word)
    const typed: Meaning[] = itself ? [{ term: itself, closeness: 1 }] : []
    if (word.length > 1) typed.push(...this.terms.beginnings(word))
    const documents = typed.reduce((sum, { term }) => sum + term.weights.size, 0)
    if (documents >= fewDocuments) return typed
    const known = new Set(typed.map(({ term }) => term))
    const typos = this.terms.typos(word, forgivenLetters(word))
    return [...typed, ...typos.filter(({ term }) => !known.has(term))]
  }

  /** Per document the best of the meanings that stand in it. */
  private score(meanings: readonly Meaning[], best: Float64Array): void {
    let candidates = 0
    for (const { term, closeness } of meanings) {
      candidates += term.weights.size
      if (candidates > mostCandidates && candidates > term.weights.size) return
      const rarity = Math.log(1 + (this.documents - term.weights.size + 0.5) / (term.weights.size + 0.5))
      const worth = closeness * rarity
      for (const [slot, weight] of term.weights) {
        const score = worth * weight
        if (score > (best[slot] ?? 0)) best[slot] = score
      }
    }
  }

  private suggestionsFor(words: readonly string[]): string[] {
    const corrected = words.map((word) => {
      const isKnown = this.terms.get(word) || (word.length > 1 && this.terms.beginnings(word).length > 0)
      return isKnown ? word : (this.terms.typos(word, forgivenLetters(word))[0]?.term.text ?? word)
    })
    const suggestion = corrected.join(' ')
    return suggestion === words.join(' ') ? [] : [suggestion]
  }
}

/** How much each word says of a document: often, in a short text and in an important one is much (BM25F with fixed lengths). */
function weightsOf(texts: readonly IndexedText[]): Map<string, number> {
  const weights = new Map<string, number>()
  for (const { text, boost, typicalWords } of texts) {
    const words = wordsIn(text)
    const times = new Map<string, number>()
    for (const word of words) times.set(word, (times.get(word) ?? 0) + 1)
    const length = 0.3 + (0.7 * words.length) / typicalWords
    for (const [word, count] of times)
      weights.set(word, (weights.get(word) ?? 0) + (boost * count * 2.2) / (count + 1.2 * length))
  }
  return weights
}

function slotsWith(matched: Uint8Array, least: number): number[] {
  const slots: number[] = []
  if (least > 0)
    for (let slot = 0; slot < matched.length; slot++) if ((matched[slot] ?? 0) >= least) slots.push(slot)
  return slots
}
