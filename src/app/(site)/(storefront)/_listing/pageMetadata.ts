import type { Metadata } from 'next'
import { type SocialCard, socialPath, socialSize } from '@/domain/catalog/social/socialCard'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { homeCard } from '../../social/cards'

/**
 * Title, description and the one address of a page, and what a link to it shows. `index: false` for parts of lists and dead
 * ends.
 */
export function pageMetadata({
  title,
  description,
  path,
  index = true,
  card = homeCard(),
  feed,
}: {
  title: string
  description: string
  path: string
  index?: boolean
  card?: SocialCard
  /** Its news: the address without the ending, and what the feed is called. */
  feed?: { path: string; title: string }
}): Metadata {
  const origin = environment().PUBLIC_URL
  const url = `${origin}${path === '/' ? '' : path}`
  const short = description.slice(0, 300)
  const image = {
    url: `${origin}${socialPath(card)}`,
    ...socialSize,
    type: 'image/png',
    alt: [card.title, card.byline, card.price].filter(Boolean).join(', '),
  }
  return {
    title,
    description: short,
    alternates: {
      canonical: url,
      ...(feed && {
        types: {
          'application/atom+xml': [{ url: `${origin}${feed.path}.atom`, title: feed.title }],
          'application/feed+json': [{ url: `${origin}${feed.path}.json`, title: feed.title }],
        },
      }),
    },
    openGraph: {
      type: 'website',
      siteName: t('common.brand.title'),
      title,
      description: short,
      url,
      images: [image],
    },
    twitter: { card: 'summary_large_image', title, description: short, images: [image] },
    ...(index ? {} : { robots: { index: false, follow: true } }),
  }
}
