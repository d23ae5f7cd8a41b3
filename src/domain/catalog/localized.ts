/** A stored text by language: English is always there, another language may be missing or empty. */
export type LocalizedText = { en?: string | null | undefined; de?: string | null | undefined }

/** The text in the reader's language, else in English, else nothing. */
export function textIn(text: LocalizedText | null | undefined, locale: string): string {
  const own = locale === 'de' ? text?.de : text?.en
  return own || text?.en || ''
}
