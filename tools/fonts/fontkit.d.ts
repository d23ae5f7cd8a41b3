/** fontkit, which pdfkit brings, ships no types; this states the part that outline.ts uses. */
declare module 'fontkit' {
  export interface Path {
    commands: {
      command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath'
      args: number[]
    }[]
  }
  export interface Glyph {
    id: number
    advanceWidth: number
    path: Path
  }
  export interface Font {
    unitsPerEm: number
    ascent: number
    descent: number
    capHeight: number
    characterSet: number[]
    layout(text: string): { glyphs: Glyph[]; positions: { xAdvance: number }[] }
  }
  export function create(font: Buffer): Font
}
