/** Where this device keeps what was searched for; nothing of it is ever sent. */
const key = 'mintreu.searches'
const most = 5
const longest = 100

/** The searches made on this device, newest first. */
export function recentSearches(): string[] {
  return searchesIn(readStored())
}

/** Puts a search at the head of the list. */
export function rememberSearch(query: string): void {
  store(JSON.stringify(withSearch(recentSearches(), query)))
}

export const forgetSearches = (): void => store(null)

/** The list with one more search: each once whatever its case, the newest first, five at most. */
export function withSearch(known: readonly string[], query: string): string[] {
  const text = query.trim().replace(/\s+/g, ' ').slice(0, longest)
  if (text === '') return [...known]
  return [text, ...known.filter((each) => each.toLowerCase() !== text.toLowerCase())].slice(0, most)
}

/** What was stored, if it is a list of ours: others write into this storage too. */
export function searchesIn(stored: string | null): string[] {
  if (!stored?.startsWith('[')) return []
  try {
    const list: unknown = JSON.parse(stored)
    if (!Array.isArray(list)) return []
    return list.filter((each) => typeof each === 'string' && each !== '').slice(0, most)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch (error) {
    // A browser that keeps nothing for sites refuses by throwing: then there are no recent searches.
    if (error instanceof DOMException) return null
    throw error
  }
}

function store(text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch (error) {
    // Refused, or full: the search itself goes on without being remembered.
    if (!(error instanceof DOMException)) throw error
  }
}
