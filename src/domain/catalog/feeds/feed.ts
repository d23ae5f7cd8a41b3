/** News of the shop, in whatever format a reader wants: newest first. Paths are ours, without the origin. */
export interface Feed {
  /** Names it for ever, whatever it and its page are called: `new`, `sel_…`, `releases-of-prd_…`. */
  id: string
  title: string
  description: string
  /** The page that it belongs to. */
  page: string
  /** Its own address without the ending. */
  path: string
  entries: readonly FeedEntry[]
}

export interface FeedEntry {
  /** The id of the product or release: stays when it is renamed. */
  id: string
  title: string
  path: string
  /** Plain text. */
  text: string
  author: string
  tags: readonly string[]
  publishedAt: Date
}

export const feedFormats = {
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const
export type FeedFormat = keyof typeof feedFormats

/** More are on the pages. */
export const feedLength = 50

/** When the newest of it came out; a feed without news is as old as time. */
export const newestOf = ({ entries }: Pick<Feed, 'entries'>): Date =>
  new Date(Math.max(0, ...entries.map(({ publishedAt }) => publishedAt.getTime())))

/**
 * What names a feed or an entry of it for ever (RFC 4151), also after it moved to another address.
 * @param origin the public one; its host is the authority.
 */
export const tagOf = (origin: string, id: string): string => `tag:${new URL(origin).hostname},2026:${id}`
