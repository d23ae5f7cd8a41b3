'use client'

import { useEffect, useState } from 'react'

type Theme = 'system' | 'light' | 'dark'
type Props = {
  label: string
  options: readonly { value: Theme; label: string }[]
}

const yearSeconds = 365 * 24 * 60 * 60

/** System, light or dark; kept in the cookie `mintreu_theme`. Absent without scripts: then the system decides. */
export function ThemeSwitch({ label, options }: Props) {
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => {
    const stored = document.documentElement.dataset.theme
    if (stored === 'light' || stored === 'dark') setTheme(stored)
  }, [])

  const choose = (value: Theme) => {
    setTheme(value)
    const age = value === 'system' ? 0 : yearSeconds
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https and newer browsers
    document.cookie = `mintreu_theme=${value}; path=/; max-age=${age}; samesite=lax`
    window.mintreuBoot?.()
  }

  return (
    <fieldset className="when-script max-lg:col-span-2">
      <legend className="engraved uppercase text-ink-2">{label}</legend>
      <div className="mt-3 inline-flex rounded-control border border-edge bg-card">
        {options.map((option) => (
          <label
            key={option.value}
            className="relative grid min-h-9 place-items-center px-3 text-small first:rounded-s-control last:rounded-e-control has-checked:bg-ink has-checked:font-semibold has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name="theme"
              value={option.value}
              checked={theme === option.value}
              onChange={() => choose(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
