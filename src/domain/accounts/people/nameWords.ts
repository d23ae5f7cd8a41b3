/** Combining marks, which decomposed letters leave behind: é is e and one of these. */
const marks = /\p{M}/gu
const mostWords = 8
const longestWord = 40

/** The words of a name or of a search as they are compared: lower case, without accents, at most eight. */
export function nameWords(name: string | null | undefined): string[] {
  const plain = (name ?? '').normalize('NFKD').replaceAll(marks, '').toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map((word) => [...word].slice(0, longestWord).join('')))].slice(0, mostWords)
}
