'use client'

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../Icon'
import type { Suggestion } from './answer'
import { Options } from './Options'
import { forgetSearches, recentSearches, rememberSearch } from './recentSearches'
import { useSuggestions } from './useSuggestions'

export interface PaletteWords {
  title: string
  field: string
  close: string
  results: string
  recent: string
  forget: string
  all: string
  loading: string
  empty: string
  failed: string
  tooOften: string
  found: string
  keys: string
}

type Props = { words: PaletteWords; initial: string; onClose: () => void }

/**
 * Everything of the shop by name: a combobox in a dialog. Arrows choose, Enter opens the chosen one or else searches,
 * Escape closes. Loaded when it is opened first.
 */
export function Palette({ words, initial, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState(initial)
  const [chosen, setChosen] = useState(-1)
  const [recent, setRecent] = useState(recentSearches)
  const id = useId()
  const typed = query.trim()
  const { state, groups } = useSuggestions(typed)
  const shown = typed === '' ? [...recentGroup(recent, words.recent), ...groups] : groups
  const options = shown.flatMap(({ items }) => items)
  const active = options[chosen]

  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    if (chosen >= 0) document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen, id])

  // Closed first: a page that the back button restores shows itself, not the dialog over it.
  const open = ({ href }: Suggestion) => {
    if (typed !== '') rememberSearch(typed)
    dialog.current?.close()
    window.location.assign(href)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = chosenAfter(event.key, chosen, options.length)
    if (next !== null) {
      event.preventDefault()
      setChosen(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (active) open(active)
      else if (typed !== '') open({ href: searchHref(typed), label: typed })
    }
  }

  return (
    <dialog
      ref={dialog}
      aria-label={words.title}
      onClose={onClose}
      // The dialog itself is hit only outside of its content: on the backdrop.
      onPointerDown={(event) => event.target === event.currentTarget && dialog.current?.close()}
      className="mx-auto mt-[max(1rem,10dvh)] w-[min(40rem,calc(100vw-2rem))] max-w-none overflow-hidden rounded-card border border-edge bg-card text-ink shadow-pop backdrop:bg-black/45"
    >
      <div className="flex max-h-[min(36rem,80dvh)] flex-col">
        <div className="flex items-center gap-2 border-b border-line ps-4 pe-2">
          <Icon name="search" className="text-ink-2" />
          <input
            role="combobox"
            aria-label={words.field}
            aria-expanded={options.length > 0}
            aria-controls={options.length > 0 ? `${id}-list` : undefined}
            aria-autocomplete="list"
            aria-activedescendant={active ? `${id}-${chosen}` : undefined}
            placeholder={words.field}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setChosen(-1)
            }}
            onKeyDown={onKeyDown}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            className="h-14 min-w-0 flex-1 bg-transparent text-base outline-none"
          />
          <button
            type="button"
            onClick={() => dialog.current?.close()}
            className="grid size-10 place-items-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink"
          >
            <Icon name="close" />
            <span className="sr-only">{words.close}</span>
          </button>
        </div>
        <div className="min-h-24 overflow-y-auto overscroll-contain p-2" aria-busy={state === 'loading'}>
          {options.length > 0 && (
            <Options
              id={id}
              label={words.results}
              groups={shown}
              chosen={chosen}
              onChoose={setChosen}
              onOpen={open}
            />
          )}
          <Telling state={state} isEmpty={options.length === 0} typed={typed} words={words} />
        </div>
        <p role="status" className="sr-only">
          {state === 'ready' && options.length > 0 ? `${options.length} ${words.found}` : ''}
        </p>
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-small text-ink-2">
          {typed === '' ? (
            <span className="max-sm:hidden">{words.keys}</span>
          ) : (
            <a href={searchHref(typed)} onClick={() => rememberSearch(typed)} className="link wrap-anywhere">
              {words.all} “{typed}”
            </a>
          )}
          {typed === '' && recent.length > 0 && (
            <button
              type="button"
              onClick={() => {
                forgetSearches()
                setRecent([])
                setChosen(-1)
              }}
              className="min-h-7 underline underline-offset-3 hover:text-ink"
            >
              {words.forget}
            </button>
          )}
        </div>
      </div>
    </dialog>
  )
}

/** What there is to say where no option says it. */
function Telling({
  state,
  isEmpty,
  typed,
  words,
}: {
  state: ReturnType<typeof useSuggestions>['state']
  isEmpty: boolean
  typed: string
  words: PaletteWords
}) {
  const text = {
    loading: isEmpty ? words.loading : '',
    ready: isEmpty && typed !== '' ? words.empty : '',
    failed: words.failed,
    too_often: words.tooOften,
  }[state]
  return (
    <p role="status" className={text === '' ? 'sr-only' : 'late px-2 py-4 text-[0.9375rem] text-ink-2'}>
      {text}
    </p>
  )
}

const searchHref = (query: string) => `/search?q=${encodeURIComponent(query)}`

const recentGroup = (searches: readonly string[], label: string) =>
  searches.length === 0
    ? []
    : [
        {
          kind: 'recent' as const,
          label,
          items: searches.map((search) => ({ href: searchHref(search), label: search })),
        },
      ]

/**
 * Which option a key chooses, -1: none, so that Enter searches. Both ends lead to the field and from there around.
 * @returns null where the key chooses nothing.
 */
export function chosenAfter(key: string, chosen: number, count: number): number | null {
  if (key === 'ArrowDown') return chosen + 1 < count ? chosen + 1 : -1
  if (key === 'ArrowUp') return chosen < 0 ? count - 1 : chosen - 1
  return null
}
