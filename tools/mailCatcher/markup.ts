/** HTML that is known to be safe to send. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[] | false | null | undefined

/** Puts values into HTML, each escaped unless it is markup already. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + write(parts[index - 1]) + string))
}

function write(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escaped(String(part))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** Plain text with its web addresses made into links. */
export function linked(text: string): Markup {
  const parts = text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/)
  return new Markup(
    parts
      .map((part, index) =>
        index % 2 === 0
          ? escaped(part)
          : `<a href="${escaped(part)}" target="_blank" rel="noopener">${escaped(part)}</a>`,
      )
      .join(''),
  )
}
