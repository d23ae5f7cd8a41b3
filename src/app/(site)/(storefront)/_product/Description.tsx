import { type JSXConvertersFunction, LinkJSXConverter, RichText } from '@payloadcms/richtext-lexical/react'
import { z } from 'zod'
import { environment } from '@/platform/env'

type EditorState = Parameters<typeof RichText>[0]['data']

/** As the editor stores it; its nodes are checked when it is saved. */
const editorState = z.custom<EditorState>(
  (value) =>
    z.looseObject({ root: z.looseObject({ children: z.array(z.unknown()) }) }).safeParse(value).success,
)

/** The page has the first two levels of headings, so a seller's begin at the third. */
const headings: Record<string, 'h3' | 'h4' | 'h5'> = { h1: 'h3', h2: 'h3', h3: 'h4' }

const converters: JSXConvertersFunction = ({ defaultConverters }) => ({
  ...defaultConverters,
  ...LinkJSXConverter({}),
  heading: ({ node, nodesToJSX }) => {
    const Heading = headings[node.tag] ?? 'h5'
    return <Heading className="font-semibold">{nodesToJSX({ nodes: node.children })}</Heading>
  },
  link: ({ node, nodesToJSX }) => {
    const url = node.fields.url ?? ''
    const children = nodesToJSX({ nodes: node.children })
    if (!/^(https?:|mailto:|\/|#)/i.test(url)) return <>{children}</>
    return (
      <a href={url} rel={isOurs(url) ? undefined : 'nofollow ugc noopener'}>
        {children}
      </a>
    )
  },
})

const isOurs = (url: string): boolean => /^[/#]/.test(url) || url.startsWith(environment().PUBLIC_URL)

/** A seller's text, made on the server: no editor code travels to the browser. Nothing where there is none. */
export function Description({ data }: { data: unknown }) {
  const state = editorState.safeParse(data)
  if (!state.success) return null
  return <RichText data={state.data} converters={converters} className="prose" />
}
