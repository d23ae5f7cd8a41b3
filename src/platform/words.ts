import { IntlMessageFormat } from 'intl-messageformat'
import { english, type MessageKey, translations } from '@/messages'

export type { MessageKey } from '@/messages'

/** What a text may be filled with: `{name}`, `{count, plural, …}`, `{at, date, medium}`. */
export type MessageValues = Record<string, string | number | bigint | boolean | Date>

/** Looks a text up and fills it in. Throws where the key leads to no text or a value is missing. */
export type Translate = (key: MessageKey, values?: MessageValues) => string

const compiled = new Map<string, IntlMessageFormat>()

/**
 * The words of one language. Texts are ICU messages; tags in them are plain letters, never markup.
 * A text that the language lacks is taken from English, formatted by English rules.
 *
 * @example wordsFor('de')('common.pagination.page', { page: 3 })
 */
export function wordsFor(locale: string): Translate {
  return (key, values) => {
    const own = textAt(translations[locale], key)
    const text = own ?? textAt(english, key)
    if (text === undefined) throw new Error(`no text at "${key}" in src/messages`)
    const language = own === undefined ? 'en' : locale
    const id = `${language}:${key}`
    const message = compiled.get(id) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    compiled.set(id, message)
    return String(message.format(values))
  }
}

/**
 * English words. For server components, endpoints and mails; a client component gets its words as
 * props, so that neither the messages nor the formatter travel to the browser.
 *
 * @example t('common.nav.cart')
 */
export const t: Translate = wordsFor('en')

/** Whether a key built at run time, such as `errors.${code}`, leads to a text. */
export const hasText = (key: string): key is MessageKey => textAt(english, key) !== undefined

function textAt(tree: unknown, key: string): string | undefined {
  let node = tree
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined
    node = Reflect.get(node, part)
  }
  return typeof node === 'string' ? node : undefined
}
