/**
 * The little Markdown that the demo's listings are written in, as the editor stores it: `## ` headings, paragraphs, `- `
 * lists, fenced code and `code` in a line. Code becomes a paragraph of code text, which every editor here knows.
 */
export function richText(markdown: string) {
  const children = blocksOf(markdown).map(blockNode)
  return { root: { type: 'root' as const, ...container, children } }
}

const container = { direction: 'ltr' as const, format: '' as const, indent: 0, version: 1 }
const codeFormat = 16

interface Block {
  kind: 'heading' | 'paragraph' | 'list' | 'code'
  lines: string[]
}

function blocksOf(markdown: string): Block[] {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map((text) => {
      const lines = text.split('\n')
      const first = lines[0] ?? ''
      if (first.startsWith('```')) return { kind: 'code', lines: lines.slice(1, -1) }
      if (first.startsWith('## ')) return { kind: 'heading', lines: [first.slice(3)] }
      if (first.startsWith('- ')) return { kind: 'list', lines: items(lines) }
      return { kind: 'paragraph', lines: [lines.join(' ')] }
    })
}

/** A line that does not begin an item goes on with the one before. */
const items = (lines: readonly string[]): string[] =>
  lines
    .join('\n')
    .slice(2)
    .split('\n- ')
    .map((item) => item.replaceAll(/\s*\n\s*/g, ' '))

function blockNode({ kind, lines }: Block) {
  if (kind === 'heading')
    return { type: 'heading', tag: 'h2', ...container, children: inline(lines[0] ?? '') }
  if (kind === 'paragraph')
    return { type: 'paragraph', ...container, textFormat: 0, textStyle: '', children: inline(lines[0] ?? '') }
  if (kind === 'code')
    return {
      type: 'paragraph',
      ...container,
      textFormat: codeFormat,
      textStyle: '',
      children: lines.flatMap((line, index) => [
        ...(index > 0 ? [{ type: 'linebreak', version: 1 }] : []),
        textNode(line, codeFormat),
      ]),
    }
  return {
    type: 'list',
    listType: 'bullet',
    tag: 'ul',
    start: 1,
    ...container,
    children: lines.map((line, index) => ({
      type: 'listitem',
      value: index + 1,
      checked: undefined,
      ...container,
      children: inline(line),
    })),
  }
}

const inline = (text: string) =>
  text
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('`') ? textNode(part.slice(1, -1), codeFormat) : textNode(part, 0)))

const textNode = (text: string, format: number) => ({
  type: 'text',
  text,
  format,
  mode: 'normal',
  style: '',
  detail: 0,
  version: 1,
})
