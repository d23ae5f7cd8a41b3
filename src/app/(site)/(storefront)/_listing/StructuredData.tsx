import { scriptJson } from '@/domain/catalog/structuredData'

/** What search engines read of a page; data, never run. */
export function StructuredData({ data }: { data: object }) {
  return (
    <script
      type="application/ld+json"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: data that cannot end its element (scriptJson)
      dangerouslySetInnerHTML={{ __html: scriptJson(data) }}
    />
  )
}
