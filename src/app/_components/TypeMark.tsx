import type { CoverType } from '@/domain/catalog/cover'
import { t } from '@/platform/words'

const fills: Record<CoverType, string> = {
  package: 'bg-type-package',
  plugin: 'bg-type-plugin',
  script: 'bg-type-script',
  theme: 'bg-type-theme',
  api: 'bg-type-api',
  saas: 'bg-type-saas',
  consultation: 'bg-type-consultation',
}

/**
 * The type of a product: a square of its hue and its engraved name.
 *
 * @example <TypeMark type="api" />
 */
export function TypeMark({ type }: { type: CoverType }) {
  return (
    <span className="engraved inline-flex items-center gap-2 uppercase text-ink-2">
      <span className={`size-2 ${fills[type]}`} aria-hidden="true" />
      {t(`common.type.${type}`)}
    </span>
  )
}
