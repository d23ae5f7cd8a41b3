'use client'

import { useEffect, useRef } from 'react'

const platforms = ['php', 'laravel'] as const

/**
 * Keeps the two selects of the form around it on this device: chosen once, filled in everywhere. What does not fit is
 * marked by the style, from attributes that the boot script sets before the first paint.
 */
export function StackMemory({ forget }: { forget: string }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const form = button.current?.form
    if (!form) return
    const fill = () => {
      for (const select of selectsOf(form)) select.value = document.documentElement.dataset[select.name] ?? ''
    }
    const keep = (event: Event) => {
      const { target } = event
      if (target instanceof HTMLSelectElement) keepVersion(target.name, target.value)
    }
    // The boot script of this page has read what is kept by then.
    const fillLater = () => setTimeout(fill, 0)
    fill()
    form.addEventListener('change', keep)
    window.addEventListener('pageshow', fillLater)
    window.addEventListener('storage', fillLater)
    return () => {
      form.removeEventListener('change', keep)
      window.removeEventListener('pageshow', fillLater)
      window.removeEventListener('storage', fillLater)
    }
  }, [])

  const onForget = () => {
    for (const name of platforms) keepVersion(name, '')
    const form = button.current?.form
    if (form) for (const select of selectsOf(form)) select.value = ''
  }
  return (
    <button
      ref={button}
      type="button"
      onClick={onForget}
      className="when-stack min-h-8 px-1 text-small underline underline-offset-3 hover:text-ink pointer-coarse:min-h-11"
    >
      {forget}
    </button>
  )
}

const selectsOf = (form: HTMLFormElement): HTMLSelectElement[] =>
  [...form.elements].filter((element) => element instanceof HTMLSelectElement)

function keepVersion(name: string, version: string): void {
  try {
    if (version === '') localStorage.removeItem(`mintreu.${name}`)
    else localStorage.setItem(`mintreu.${name}`, version)
  } catch (error) {
    // A browser that keeps nothing for sites: the form still filters.
    if (!(error instanceof DOMException)) throw error
  }
  window.mintreuBoot?.()
}
