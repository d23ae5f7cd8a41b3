import { type Feed, tagOf } from './feed'

/** JSON Feed 1.1 (jsonfeed.org). @param origin the public one, without a slash at its end */
export function jsonFeedOf({ title, description, page, path, entries }: Feed, origin: string): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    language: 'en',
    home_page_url: `${origin}${page}`,
    feed_url: `${origin}${path}.json`,
    items: entries.map((entry) => ({
      id: tagOf(origin, entry.id),
      url: `${origin}${entry.path}`,
      title: entry.title,
      content_text: entry.text,
      date_published: entry.publishedAt.toISOString(),
      authors: [{ name: entry.author }],
      ...(entry.tags.length > 0 ? { tags: entry.tags } : {}),
    })),
  })
}
