/**
 * Names what a page shows to the page cache in front of us, which drops the page when one of it changes.
 * React moves it into the head. Listings depend on every product: `list`.
 */
export function PageTags({ tags }: { tags: readonly string[] }) {
  return <meta name="mintreu:tags" content={[...new Set(tags)].join(' ')} />
}
