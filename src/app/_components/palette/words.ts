import { t } from '@/platform/words'
import type { PaletteWords } from './Palette'

/** What the palette says; it runs in the browser, where there is no `t`. */
export const paletteWords = (): PaletteWords => ({
  title: t('common.palette.title'),
  field: t('common.palette.field'),
  close: t('common.palette.close'),
  results: t('common.palette.results'),
  recent: t('common.palette.groups.recent'),
  forget: t('common.palette.forget'),
  all: t('common.palette.all'),
  loading: t('common.loading'),
  empty: t('common.palette.empty'),
  failed: t('common.palette.failed'),
  tooOften: t('common.palette.tooOften'),
  found: t('common.palette.found'),
  keys: t('common.palette.keys'),
})
