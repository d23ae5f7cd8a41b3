import { t } from '@/platform/words'

export interface ReasonWords {
  reason: string
  reasonHint: string
  cancel: string
  done: string
}

/** Words of the reason dialog: client components get theirs as props. */
export const reasonWords = (): ReasonWords => ({
  reason: t('panel.acts.reason'),
  reasonHint: t('panel.acts.reasonHint'),
  cancel: t('panel.acts.cancel'),
  done: t('panel.acts.done'),
})
