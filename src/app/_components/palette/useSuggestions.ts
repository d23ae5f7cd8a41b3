import { useEffect, useState } from 'react'
import type { SuggestAnswer, SuggestionGroup } from './answer'

export type SuggestState = 'loading' | 'ready' | 'failed' | 'too_often'

/** Long enough that one who types steadily asks once a word, too short to be noticed. */
const pauseMs = 140

/**
 * What the words lead to. Asked once typing pauses; an older question is dropped when a newer one begins, so that answers
 * never overtake each other. The last groups stay while the next are on their way.
 */
export function useSuggestions(query: string): { state: SuggestState; groups: SuggestionGroup[] } {
  const [groups, setGroups] = useState<SuggestionGroup[]>([])
  const [state, setState] = useState<SuggestState>('loading')
  useEffect(() => {
    const asking = new AbortController()
    setState('loading')
    const timer = setTimeout(
      () =>
        askFor(query, asking.signal).then((answer) => {
          if (asking.signal.aborted) return
          setState(answer.state)
          setGroups(answer.groups)
        }),
      query === '' ? 0 : pauseMs,
    )
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [query])
  return { state, groups }
}

async function askFor(query: string, signal: AbortSignal): Promise<ReturnType<typeof useSuggestions>> {
  try {
    const response = await fetch(`/search/suggest?q=${encodeURIComponent(query)}`, {
      signal,
      headers: { accept: 'application/json' },
    })
    if (!response.ok) return { state: response.status === 429 ? 'too_often' : 'failed', groups: [] }
    const { groups }: SuggestAnswer = await response.json()
    return { state: 'ready', groups }
  } catch {
    // Offline, aborted or cut off: the palette says that it cannot suggest, and the search itself still works.
    return { state: 'failed', groups: [] }
  }
}
