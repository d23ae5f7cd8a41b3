const begin = '-----BEGIN MINTREU LICENSE FILE-----'
const end = '-----END MINTREU LICENSE FILE-----'
const width = 64

/**
 * The text of a license file: the token in lines between two marks, so that it survives mails and editors, with words for
 * people above it. Only the token is signed; whatever stands around the block means nothing.
 */
export const fileText = {
  write(token: string, words: readonly string[]): string {
    const lines = token.match(new RegExp(`.{1,${width}}`, 'g')) ?? []
    return `${[...words, begin, ...lines, end].join('\n')}\n`
  },

  /** The token in a file, or a bare one; null where there is none or more than one. */
  read(text: string): string | null {
    const [, block, ...more] = text.split(begin)
    if (more.length > 0) return null
    if (block === undefined) return text.trim() || null
    const [inside, ...after] = block.split(end)
    return after.length === 1 && inside !== undefined ? inside.replace(/\s+/g, '') : null
  },
}
