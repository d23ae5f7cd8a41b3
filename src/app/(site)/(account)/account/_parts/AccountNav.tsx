'use client'

import { usePathname } from 'next/navigation'

/** The pages of the account; on a phone one row that scrolls in itself. */
export function AccountNav({
  label,
  links,
}: {
  label: string
  links: readonly { href: string; label: string }[]
}) {
  const here = usePathname()
  return (
    <nav aria-label={label} className="max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4">
      <ul className="flex gap-1 lg:flex-col">
        {links.map(({ href, label: text }) => (
          <li key={href} className="shrink-0">
            <a
              href={href}
              aria-current={isHere(here, href) ? 'page' : undefined}
              className="block rounded-control px-3 py-2 hover:bg-sunken aria-[current]:bg-ink aria-[current]:font-semibold aria-[current]:text-paper pointer-coarse:py-2.5"
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const isHere = (path: string, href: string): boolean =>
  href === '/account' ? path === href : path === href || path.startsWith(`${href}/`)
