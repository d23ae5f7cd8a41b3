import { t } from '@/platform/words'

/**
 * A star, the average and how many; nothing at all while nobody has rated.
 *
 * @example <Rating average={4.8} count={212} />
 */
export function Rating({ average, count }: { average: number; count: number }) {
  if (count === 0) return null
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <svg viewBox="0 0 20 20" width="14" height="14" className="self-center fill-star" aria-hidden="true">
        <path d="m10 1.8 2.5 5.3 5.8.8-4.2 4 1 5.8-5.1-2.8-5.1 2.8 1-5.8-4.2-4 5.8-.8z" />
      </svg>
      <span aria-hidden="true">
        {t('common.rating.value', { value: average })} <span className="text-ink-2">({count})</span>
      </span>
      <span className="sr-only">{t('common.rating.label', { value: average, count })}</span>
    </span>
  )
}
