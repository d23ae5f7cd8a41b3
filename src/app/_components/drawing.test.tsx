import { describe, expect, it } from 'vitest'
import { DrawnHere } from './DrawnHere'
import { drawing } from './drawing'
import { ProductCards } from './ProductCard'

let made = 0
function Label({ words }: { words: string }) {
  made++
  return <b title={words}>{words}</b>
}

describe('a drawing [CAT-5]', () => {
  it('is made once for what it shows, and anew for anything else', () => {
    made = 0
    const once = drawing(Label, { words: 'from $49' })
    expect(drawing(Label, { words: 'from $49' })).toEqual(once)
    expect(made).toBe(1)
    expect(drawing(Label, { words: 'from $50' })).toEqual({
      key: expect.not.stringMatching(once.key),
      html: '<b title="from $50">from $50</b>',
    })
  })

  it('is told apart from that of another component that shows the same', () => {
    const Other = ({ words }: { words: string }) => <i>{words}</i>
    drawing(Label, { words: 'same' })
    expect(drawing(Other, { words: 'same' }).html).toBe('<i>same</i>')
  })

  it('tells maps and dates apart by what is in them', () => {
    const Size = ({ of, at }: { of: Map<string, number>; at: Date }) => (
      <b>{`${[...of.values()].join()} ${at.getTime()}`}</b>
    )
    expect(drawing(Size, { of: new Map([['a', 1]]), at: new Date(1) }).html).toBe('<b>1 1</b>')
    expect(drawing(Size, { of: new Map([['a', 2]]), at: new Date(1) }).html).toBe('<b>2 1</b>')
    expect(drawing(Size, { of: new Map([['a', 2]]), at: new Date(2) }).html).toBe('<b>2 2</b>')
  })

  it('takes nothing that is not data', () => {
    const Act = ({ act }: { act: () => void }) => <b>{typeof act}</b>
    expect(() => drawing(Act, { act: () => undefined })).toThrow('could not be cloned')
  })

  it('keeps what a seller wrote from being markup', () => {
    const hostile = '</ul><script>alert(1)</script>" onload="x'
    const { html } = drawing(ProductCards, {
      products: [
        { id: 'prd_1', href: '/p/a/b', type: 'package', name: hostile, summary: hostile, price: null },
      ],
    })
    expect(html).not.toContain('<script')
    expect(html.match(/<\/ul>/g)).toHaveLength(1)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x')
  })

  it('stands in its element, found by its key where it is not given', () => {
    const { key } = drawing(Label, { words: 'kept' })
    const Page = () => <DrawnHere as="nav" className="x" mark={key} />
    expect(drawing(Page, {}).html).toBe(`<nav class="x" data-drawn="${key}"><b title="kept">kept</b></nav>`)
  })
})
