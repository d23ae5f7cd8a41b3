'use client'

import {
  type ComponentProps,
  type ComponentType,
  type MouseEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { Palette, PaletteWords } from './palette/Palette'

type Props = { field: string; words: PaletteWords; label: string; keys: { usual: string; mac: string } }

const load = () => import('./palette/Palette')

/**
 * Opens the command palette: by its button, Ctrl-K or ⌘K; `/` focuses the plain search field. Its code comes when it is
 * asked for. Without scripts, or where that fails, the button is a link to the search.
 */
export function PaletteOpener({ field, words, label, keys }: Props) {
  const link = useRef<HTMLAnchorElement>(null)
  const returnTo = useRef<HTMLElement | null>(null)
  const [Loaded, setLoaded] = useState<ComponentType<ComponentProps<typeof Palette>> | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [shownKeys, setShownKeys] = useState(keys.usual)

  const open = useCallback(() => {
    if (document.querySelector('dialog[open]')) return
    const focused = document.activeElement
    returnTo.current = focused instanceof HTMLElement && focused !== document.body ? focused : link.current
    setOpen(true)
    load().then(
      (palette) => setLoaded(() => palette.Palette),
      () => window.location.assign('/search'),
    )
  }, [])

  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.platform)) setShownKeys(keys.mac)
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event
      if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) {
        event.preventDefault()
        return open()
      }
      const input = document.getElementById(field)
      if (!(input instanceof HTMLInputElement)) return
      if (key === 'Escape' && document.activeElement === input) input.blur()
      if (key !== '/' || ctrlKey || metaKey || altKey || isTyping(event.target)) return
      event.preventDefault()
      input.focus()
      input.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [field, keys.mac, open])

  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    link.current?.focus()
    open()
  }

  return (
    <>
      <a
        ref={link}
        href="/search"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onClick}
        className="absolute inset-y-0 end-10 my-auto grid h-7 min-w-14 place-items-center rounded-control border border-line px-1.5 font-mono text-label whitespace-nowrap text-ink-2 hover:border-edge hover:text-ink"
      >
        <span className="sr-only">{label}</span>
        <span aria-hidden="true">{shownKeys}</span>
      </a>
      {isOpen && Loaded && (
        <Loaded
          words={words}
          initial={typedIn(field)}
          onClose={() => {
            setOpen(false)
            returnTo.current?.focus()
          }}
        />
      )}
    </>
  )
}

/** What stands in the plain field already. */
function typedIn(id: string): string {
  const input = document.getElementById(id)
  return input instanceof HTMLInputElement ? input.value : ''
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
