import { t } from '@/platform/words'

/**
 * The mark: an M struck on a coin with a reeded edge, drawn in the color of the text around it.
 *
 * @example <Logo />
 */
export function Logo() {
  return (
    <span className="flex items-center gap-2">
      <Coin className="size-[26px]" />
      <span className="text-[1.1875rem] font-bold tracking-[-0.025em]">{t('common.brand.name')}</span>
    </span>
  )
}

/** The coin alone, `aria-hidden`: put a text beside it. */
export function Coin({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 26 26" fill="none" stroke="currentColor" className={className} aria-hidden="true">
      {/* 36 beads: circumference 2π·12 = 75.4, one bead every 2.094 */}
      <circle cx="13" cy="13" r="12" strokeWidth="1.25" strokeLinecap="round" strokeDasharray=".01 2.0844" />
      <path
        d="M7.6 17.4V9.2l5.4 5 5.4-5v8.2"
        strokeWidth="2.1"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
