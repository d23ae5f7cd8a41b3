import { xml, xmlDocument } from '@/platform/xml'
import { type Feed, type FeedEntry, feedFormats, newestOf, tagOf } from './feed'

/** RFC 4287. @param origin the public one, without a slash at its end */
export function atomOf(feed: Feed, origin: string): string {
  const { title, description, page, path, entries } = feed
  return xmlDocument(
    xml(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'en' },
      xml('id', {}, tagOf(origin, feed.id)),
      xml('title', {}, title),
      xml('subtitle', {}, description),
      xml('updated', {}, newestOf(feed).toISOString()),
      xml('link', { rel: 'self', type: feedFormats.atom, href: `${origin}${path}.atom` }),
      xml('link', { rel: 'alternate', type: 'text/html', href: `${origin}${page}` }),
      entries.map((entry) => entryOf(entry, origin)),
    ),
  )
}

const entryOf = ({ id, title, path, text, author, tags, publishedAt }: FeedEntry, origin: string) =>
  xml(
    'entry',
    {},
    xml('id', {}, tagOf(origin, id)),
    xml('title', {}, title),
    xml('link', { rel: 'alternate', type: 'text/html', href: `${origin}${path}` }),
    xml('published', {}, publishedAt.toISOString()),
    xml('updated', {}, publishedAt.toISOString()),
    xml('author', {}, xml('name', {}, author)),
    tags.map((tag) => xml('category', { term: tag })),
    text === '' ? null : xml('content', { type: 'text' }, text),
  )
