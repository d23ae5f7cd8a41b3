import { describe, expect, it } from 'vitest'
import { escapeXml, xml, xmlDocument } from './xml'

describe('XML that is written', () => {
  it('says what is markup in texts and in values', () => {
    const { xml: text } = xml('a', { b: '"<&>' }, `<x y="z">&amp;</x>]]>`)
    expect(text).toBe('<a b="&quot;&lt;&amp;&gt;">&lt;x y=&quot;z&quot;&gt;&amp;amp;&lt;/x&gt;]]&gt;</a>')
  })

  it.each([
    ['control characters', 'a\u0000b\u0008c\u001fd', 'abcd'],
    ['half of a pair', 'a\ud800b\udc00c', 'abc'],
    ['no characters at all', 'a\ufffeb\uffffc', 'abc'],
    ['line ends and tabs', 'a\tb\nc', 'a\tb\nc'],
    ['letters of any language, and pictures', 'ſ日本🎉', 'ſ日本🎉'],
  ])('%s', (_, text, expected) => {
    expect(escapeXml(text)).toBe(expected)
  })

  it('leaves out what there is none of', () => {
    expect(xmlDocument(xml('a', { b: undefined }, null, [], xml('c', {})))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a><c/></a>\n',
    )
  })
})
