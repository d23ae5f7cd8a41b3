import { describe, expect, it } from 'vitest'
import { categoryAt, categoryOnceAt, categoryTree, lineage } from './categories'

const category = (id: string, parent: string | null = null, position = 0) => ({
  _id: id,
  slug: id,
  name: { en: id.toUpperCase() },
  parent,
  position,
})

describe('the tree of categories [CAT-1]', () => {
  it('nests by parent, in the order of the editors', () => {
    const { roots } = categoryTree(
      [category('b', null, 2), category('a', null, 1), category('c', 'b')],
      [],
      'en',
    )
    expect(roots.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(roots[1]?.children.map(({ id }) => id)).toEqual(['c'])
  })

  it('counts a product once in each category above its own', () => {
    const tree = categoryTree(
      [category('a'), category('b', 'a'), category('c', 'a')],
      [['b', 'c'], ['b'], ['gone']],
      'en',
    )
    expect(['a', 'b', 'c'].map((id) => tree.byId.get(id)?.count)).toEqual([2, 2, 1])
  })

  it('finds a category by its whole path only', () => {
    const tree = categoryTree([category('a'), category('b', 'a')], [], 'en')
    expect(categoryAt(tree, ['a', 'b'])?.id).toBe('b')
    expect(categoryAt(tree, ['b'])).toBeUndefined()
  })

  it('knows what an address of before means, renamed or moved in the tree since', () => {
    const tree = categoryTree(
      [
        category('a'),
        { ...category('b', 'a'), formerSlugs: [{ slug: 'old' }, { slug: 'c' }] },
        category('c'),
      ],
      [],
      'en',
    )
    expect(categoryOnceAt(tree, ['a', 'old'])?.path).toEqual(['a', 'b'])
    expect(categoryOnceAt(tree, ['b'])?.path).toEqual(['a', 'b'])
    expect(categoryOnceAt(tree, ['gone', 'c'])?.path).toEqual(['c'])
    expect(categoryOnceAt(tree, ['never'])).toBeUndefined()
  })

  it('gives the way from the root', () => {
    const tree = categoryTree([category('a'), category('b', 'a')], [], 'en')
    expect(lineage('b', tree.byId).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('survives parents in a circle', () => {
    const tree = categoryTree([category('a', 'b'), category('b', 'a')], [['a']], 'en')
    expect(tree.roots.map(({ id }) => id).sort()).toEqual(['a', 'b'])
  })
})
