import type { Metadata } from 'next'
import { environment } from '@/platform/env'

/** Title, description and the one address of a page. `index: false` for parts of lists and dead ends. */
export function pageMetadata({
  title,
  description,
  path,
  index = true,
}: {
  title: string
  description: string
  path: string
  index?: boolean
}): Metadata {
  return {
    title,
    description: description.slice(0, 300),
    alternates: { canonical: `${environment().PUBLIC_URL}${path === '/' ? '' : path}` },
    ...(index ? {} : { robots: { index: false, follow: true } }),
  }
}
