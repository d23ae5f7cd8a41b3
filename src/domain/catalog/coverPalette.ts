/** The seven types of product, each with the hue that its cover and its mark are printed in. */
export const coverTypes = ['package', 'plugin', 'script', 'theme', 'api', 'saas', 'consultation'] as const
export type CoverType = (typeof coverTypes)[number]
export type CoverTheme = 'light' | 'dark'

/** Hue, and chroma of the line in light and in dark print. Source: notes on the look, type hue. */
const hues: Record<CoverType, { hue: number; light: number; dark: number }> = {
  package: { hue: 164, light: 0.1, dark: 0.13 },
  api: { hue: 215, light: 0.08, dark: 0.1 },
  plugin: { hue: 256, light: 0.12, dark: 0.095 },
  saas: { hue: 295, light: 0.12, dark: 0.12 },
  theme: { hue: 345, light: 0.12, dark: 0.12 },
  consultation: { hue: 38, light: 0.12, dark: 0.11 },
  script: { hue: 82, light: 0.095, dark: 0.12 },
}

/** Line and paper of a cover as `#rrggbb`: what draws SVG outside browsers knows no `oklch()`. */
export function coverInks(type: CoverType, theme: CoverTheme): { line: string; wash: string } {
  const { hue, light, dark } = hues[type]
  return theme === 'light'
    ? { line: oklchToHex(0.47, light, hue), wash: oklchToHex(0.955, 0.022, hue) }
    : { line: oklchToHex(0.8, dark, hue), wash: oklchToHex(0.235, 0.028, hue) }
}

/**
 * OKLCH (lightness 0-1, chroma, hue in degrees) to sRGB, cut off at the edge of the gamut.
 * Matrices: Björn Ottosson, "A perceptual color space for image processing".
 */
export function oklchToHex(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${linear.map(channel).join('')}`
}

function channel(linear: number): string {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
  return Math.round(Math.min(1, Math.max(0, value)) * 255)
    .toString(16)
    .padStart(2, '0')
}
