/**
 * The key of `Authorization: License <key>`, undefined where there is none. Header values are bytes that arrive as one
 * character each; clients write a key with letters beyond ASCII (imported ones have them) as UTF-8, as in a body.
 */
export function keyOfHeader(headers: Headers): string | undefined {
  const [, key] = /^License[ \t]+(\S.*)$/i.exec(headers.get('authorization') ?? '') ?? []
  return key === undefined ? undefined : fromUtf8(key)
}

/** What is no UTF-8 was meant as Latin-1, which it is already. */
function fromUtf8(text: string): string {
  try {
    return utf8.decode(Buffer.from(text, 'latin1'))
  } catch (error) {
    if (error instanceof TypeError) return text
    throw error
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
