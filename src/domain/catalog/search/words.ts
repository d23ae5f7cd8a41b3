/** Longer queries cost more and mean less; the search field takes 200 characters. */
const mostCharacters = 200
const mostWords = 8
/** What nobody types: encoded data and the like would swell the index. */
const longestWord = 40

/** Letters that Unicode takes apart no further, as those type them whose keyboard lacks them. */
const typedAs: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ς: 'σ',
}
const rareLetters = new RegExp(`[${Object.keys(typedAs).join('')}]`, 'g')
/** Accents, and what nobody sees: soft hyphens, joiners, marks of direction. A space without width still parts words. */
const unseen = /\p{Mark}|(?!\u200B)\p{Cf}/gu

/** Lower case without accents: `Café` is found by `cafe`, `Straße` by `strasse`. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(unseen, '')
    .toLowerCase()
    .replace(rareLetters, (letter) => typedAs[letter] ?? letter)

/** The words of a text, in order, with repetitions. */
export const wordsIn = (text: string): string[] =>
  plain(text)
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '' && word.length <= longestWord)

/** The words of a query, each once. */
export const queryWords = (query: string): string[] =>
  [...new Set(wordsIn(query.slice(0, mostCharacters)))].slice(0, mostWords)

/** In how many letters a word may differ and still be meant: short words have none to spare. */
export const forgivenLetters = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)
