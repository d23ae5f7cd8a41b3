import localFont from 'next/font/local'

/*
 * Made by tools/fonts/subset.ts. The two cuts that draw the first screen are preloaded; the mono cut
 * (labels, keys) comes when a page uses it. Next adds fallbacks with the same widths, so nothing jumps.
 */
const text = localFont({
  src: './fonts/archivo-text.woff2',
  weight: '400 700',
  variable: '--font-archivo',
  display: 'swap',
})

const display = localFont({
  src: './fonts/archivo-display.woff2',
  weight: '640',
  variable: '--font-archivo-display',
  display: 'swap',
})

const mono = localFont({
  src: './fonts/martian-mono.woff2',
  weight: '400 600',
  variable: '--font-martian-mono',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
})

/** Class names that put the three families into the CSS variables which site.css reads. */
export const fontVariables = `${text.variable} ${display.variable} ${mono.variable}`
