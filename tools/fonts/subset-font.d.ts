/** subset-font ships no types; this states the part that subset.ts uses. */
declare module 'subset-font' {
  export type AxisRange = { min: number; max: number; default?: number }
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: {
      targetFormat: 'woff2' | 'sfnt'
      variationAxes?: Record<string, number | AxisRange>
    },
  ): Promise<Buffer>
}
