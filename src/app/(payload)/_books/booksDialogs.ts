import { t } from '@/platform/words'
import type { DialogAct, DialogWords } from '../_components/ActDialog'

export const booksDialogWords = (): DialogWords => ({
  effects: t('panelBooks.dialog.effects'),
  noEffect: t('panelBooks.dialog.noEffect'),
  loading: t('panelBooks.dialog.loading'),
  reason: t('panelBooks.dialog.reason'),
  reasonHint: t('panelBooks.dialog.reasonHint'),
  cancel: t('panelBooks.dialog.cancel'),
  done: t('panelBooks.dialog.done'),
})

/** @param isClean the last run found nothing wrong, so nothing is to be accepted. */
export const releaseDialog = (isClean: boolean): DialogAct => ({
  path: '/api/oracle-runs/release',
  label: t('panelBooks.release'),
  says: t('panelBooks.releaseSays'),
  fields: isClean
    ? []
    : [{ name: 'accept', label: t('panelBooks.accept'), kind: 'check' as const, value: 'no' }],
  reason: 'reason',
})

export const startDialog = (job: string): DialogAct => ({
  path: `/api/job-states/${encodeURIComponent(job)}/start`,
  label: t('panelBooks.health.start', { job }),
  says: t('panelBooks.health.startSays'),
  fields: [],
  reason: 'reason',
})
