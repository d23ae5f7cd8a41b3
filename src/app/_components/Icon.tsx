/** Our icons: 20 px grid, strokes of 1.5 px in the color of the text. */
const shapes = {
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.5-1.5L17 17',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  close: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10.5 4 4 8-9',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  arrow: 'M4 10h12m-4.5-4.5L16 10l-4.5 4.5',
  chevron: 'm7.5 5 5 5-5 5',
  download: 'M10 3v10m-4-4 4 4 4-4M4 17h12',
  info: 'M10 9v5m0-7.5v.1M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z',
  warning: 'M10 3 2 17h16L10 3Zm0 5.5v4m0 2.4v.1',
  danger: 'M6.5 2h7L18 6.5v7L13.5 18h-7L2 13.5v-7L6.5 2Zm3.5 4v5m0 2.9v.1',
  user: 'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 7.5c.5-3.6 3-5.3 6.5-5.3s6 1.7 6.5 5.3',
  file: 'M5 2.5h6.5L15.5 6.5v11H5zM11 2.5v4.5h4.5',
} as const

export type IconName = keyof typeof shapes

/**
 * An icon beside a text, never instead of one (`aria-hidden`).
 * Arrows and chevrons turn around where the page is written from right to left.
 *
 * @example <Icon name="download" />
 */
export function Icon({
  name,
  size = 20,
  className = '',
}: {
  name: IconName
  size?: 16 | 20
  className?: string
}) {
  const turns = name === 'arrow' || name === 'chevron' ? 'rtl:-scale-x-100' : ''
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={size === 16 ? 1.875 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${turns} ${className}`}
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
