import { t } from '@/platform/words'

/** The first stop of the keyboard: jumps over the header to `#content`. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="absolute start-4 top-2 z-20 -translate-y-20 rounded-control bg-ink px-4 py-2 font-semibold text-paper focus:translate-y-0"
    >
      {t('common.skip')}
    </a>
  )
}
