import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { literalsIn, literalsUnder } from './jsxLiterals'

const textsIn = (jsx: string) => literalsIn('page.tsx', `const page = ${jsx}`).map(({ text }) => text)

describe('the check for literal text in pages', () => {
  it.each([
    ['text between tags', '<p>Add to cart</p>', 'Add to cart'],
    ['an accessible name', '<nav aria-label="Main menu" />', 'Main menu'],
    ['a title', '<a title="Go home" />', 'Go home'],
    ['an alternative text', '<img alt="A cover" />', 'A cover'],
    ['a placeholder', '<input placeholder="Search" />', 'Search'],
    ['a string in braces', "<p>{'Hello'}</p>", 'Hello'],
    ['an attribute in braces', "<img alt={'A cover'} />", 'A cover'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a file, not a template of this one
    ['a template', '<p>{`Hello ${name}`}</p>', 'Hello'],
    ['a branch of a choice', "<p>{paid ? t('a.b') : 'not paid'}</p>", 'not paid'],
    ['a text behind a condition', "<p>{paid && 'Paid'}</p>", 'Paid'],
    ['a fallback', "<p>{name ?? 'nobody'}</p>", 'nobody'],
    ['words in another script', '<p>Größe</p>', 'Größe'],
  ])('%s is refused', (_, jsx, text) => {
    expect(textsIn(jsx)).toEqual([text])
  })

  it.each([
    ['a text from the messages', "<p>{t('common.nav.cart')}</p>"],
    ['an empty alternative text', '<img alt="" />'],
    ['class names and addresses', '<a className="link" href="/browse" rel="next" />'],
    ['signs between texts', '<p>{a} · {b} … 3</p>'],
    ['a single letter of a key', '<kbd>K</kbd>'],
    ['what a comparison names', "<p>{state === 'paid' && t('a.b')}</p>"],
    ['an argument of a call', "<p>{t(kind === 'x' ? 'a.b' : 'a.c')}</p>"],
  ])('%s passes', (_, jsx) => {
    expect(textsIn(jsx)).toEqual([])
  })

  it('names file and line', () => {
    expect(literalsIn('page.tsx', 'const a = 1\nconst page = <p>Word</p>')).toEqual([
      { file: 'page.tsx', line: 2, text: 'Word' },
    ])
  })

  it('walks all pages but the panel’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pages-'))
    try {
      await mkdir(join(folder, '(payload)', 'admin'), { recursive: true })
      await mkdir(join(folder, '(site)', 'cart'), { recursive: true })
      await writeFile(join(folder, '(payload)', 'admin', 'page.tsx'), 'export const a = <p>Panel</p>')
      await writeFile(join(folder, '(site)', 'cart', 'page.tsx'), 'export const a = <p>Your cart</p>')
      expect((await literalsUnder(folder)).map(({ text }) => text)).toEqual(['Your cart'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('finds nothing in the pages as they are', async () => {
    expect(await literalsUnder('src/app')).toEqual([])
  })
})
