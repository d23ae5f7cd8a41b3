import { describe, expect, it } from 'vitest'
import { acceptsLine, anyAccepts, compatibilityMatrix, rangeLabel } from './compatibility'

describe('version ranges of a product [CAT-1]', () => {
  it.each([
    ['^8.2', '8.4', true],
    ['^8.2', '8.1', false],
    ['>=8.2 <8.5', '8.5', false],
    ['>=8.2,<8.5', '8.4', true],
    ['8.2.*', '8.2', true],
    ['~8.2.0 || ~8.3.0', '8.4', false],
    ['^8.3.7', '8.3', true],
    ['not a range', '8.3', false],
  ])('PHP %s against %s: %s', (range, line, accepted) => {
    expect(acceptsLine(range, line)).toBe(accepted)
  })

  it.each([
    ['^11|^12', '12', true],
    ['^11.0|^12.0', '13', false],
    ['^11.31', '11', true],
  ])('Laravel %s against %s: %s', (range, line, accepted) => {
    expect(acceptsLine(range, line)).toBe(accepted)
  })

  it.each([
    ['^8.2', 'php', '8.2+'],
    ['>=8.2 <8.5', 'php', '8.2–8.4'],
    ['~8.3.0', 'php', '8.3'],
    ['^11|^12|^13', 'laravel', '11–13'],
    ['>=11', 'laravel', '11+'],
    ['^11|^13', 'laravel', '11, 13'],
    ['^7.4', 'php', '^7.4'],
  ] as const)('%s of %s is shown as %s', (range, platform, label) => {
    expect(rangeLabel(range, platform)).toBe(label)
  })

  it('a product that states nothing fits everything', () => {
    expect(anyAccepts([], '8.1')).toBe(true)
  })

  it('one release that fits is enough', () => {
    expect(anyAccepts(['^8.3', '^8.1 <8.3'], '8.1')).toBe(true)
  })
})

describe('the compatibility matrix [CAT-6]', () => {
  const php = (range: string) => ({ name: 'php', range })
  const laravel = (range: string) => ({ name: 'laravel/framework', range })

  it('has a column for each version from the oldest that any release accepts', () => {
    const matrix = compatibilityMatrix([
      { version: '2.0.0', requirements: [php('^8.3'), laravel('^12|^13')] },
      { version: '1.0.0', requirements: [php('^8.2'), laravel('^11')] },
    ])
    expect(matrix?.columns.map(({ line }) => line)).toEqual(['8.2', '8.3', '8.4', '8.5', '11', '12', '13'])
  })

  it('marks what each release accepts', () => {
    const matrix = compatibilityMatrix([{ version: '2.0.0', requirements: [php('>=8.3 <8.5')] }])
    expect(matrix?.rows[0]?.cells.map(({ accepted }) => accepted)).toEqual([true, true, false])
  })

  it('joins releases with equal demands to one row under the newest', () => {
    const matrix = compatibilityMatrix([
      { version: '2.1.0', requirements: [php('^8.3')] },
      { version: '2.0.0', requirements: [php('^8.3')] },
      { version: '1.0.0', requirements: [php('^8.2')] },
    ])
    expect(matrix?.rows.map(({ version }) => version)).toEqual(['2.1.0', '1.0.0'])
  })

  it('is not drawn where no release states a platform', () => {
    expect(
      compatibilityMatrix([{ version: '1.0.0', requirements: [{ name: 'ext-intl', range: '*' }] }]),
    ).toBeNull()
    expect(compatibilityMatrix([])).toBeNull()
  })
})
