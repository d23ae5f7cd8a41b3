/**
 * Makes the three committed font files of the storefront from the @fontsource-variable packages:
 *
 *   archivo-text.woff2      text cut: weight 400-700, normal width
 *   archivo-display.woff2   headline cut: weight 640, width 112
 *   martian-mono.woff2      labels, keys, versions: weight 400-600, width 80
 *
 * Both families are under the SIL Open Font License; its text is written beside the files.
 * Run again only when a package version changes: `npx tsx tools/fonts/subset.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises'
import subsetFont, { type AxisRange } from 'subset-font'

const out = 'src/app/(site)/fonts'
const packages = 'node_modules/@fontsource-variable'

/** The sum that a first visit may pay for type, in bytes (56 KB, notes on the look). */
const fontBudgetBytes = 56_000

const range = (from: number, to: number) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index))

/** Basic Latin and Latin-1 (all of Western Europe) with the punctuation and money signs that we print. */
const latin = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ŒœŠšŽžŸ–—‘’‚“”„•…‹›€™−≤≥`
/** Keys, versions, hashes and labels need no accents beyond Latin-1 letters of names. */
const mono = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}–—‘’“”•…€−`

type Cut = { file: string; from: string; text: string; axes: Record<string, number | AxisRange> }

const cuts: Cut[] = [
  {
    file: 'archivo-text.woff2',
    from: `${packages}/archivo/files/archivo-latin-wght-normal.woff2`,
    text: latin,
    axes: { wght: { min: 400, max: 700, default: 400 } },
  },
  {
    file: 'archivo-display.woff2',
    from: `${packages}/archivo/files/archivo-latin-wdth-normal.woff2`,
    text: latin,
    axes: { wght: 640, wdth: 112 },
  },
  {
    file: 'martian-mono.woff2',
    from: `${packages}/martian-mono/files/martian-mono-latin-wdth-normal.woff2`,
    text: mono,
    axes: { wdth: 80, wght: { min: 400, max: 600, default: 400 } },
  },
]

let total = 0
for (const cut of cuts) {
  const font = await subsetFont(await readFile(cut.from), cut.text, {
    targetFormat: 'woff2',
    variationAxes: cut.axes,
  })
  await writeFile(`${out}/${cut.file}`, font)
  total += font.length
  console.log(`${cut.file.padEnd(24)} ${font.length} bytes`)
}
await writeFile(`${out}/archivo.OFL.txt`, await readFile(`${packages}/archivo/LICENSE`))
await writeFile(`${out}/martian-mono.OFL.txt`, await readFile(`${packages}/martian-mono/LICENSE`))
console.log(`${'total'.padEnd(24)} ${total} bytes of ${fontBudgetBytes}`)
if (total > fontBudgetBytes) {
  console.error('The fonts are over their budget.')
  process.exitCode = 1
}
