import { t } from '@/platform/words'

/**
 * Holds the room of something that is on its way; seen only after 300 ms.
 * `className` gives the size of the thing itself, so that nothing jumps.
 *
 * @example <Skeleton className="h-64 rounded-card" />
 */
export function Skeleton({ className = 'h-6' }: { className?: string }) {
  return (
    <div role="status" className={`late rounded-control bg-sunken ${className}`}>
      <span className="sr-only">{t('common.loading')}</span>
    </div>
  )
}
