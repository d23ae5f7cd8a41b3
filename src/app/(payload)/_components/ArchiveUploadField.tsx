import type { ServerFieldBase } from 'payload'
import { t } from '@/platform/words'
import { ArchiveUpload } from './ArchiveUpload'

/** Where a release's archives are uploaded: past Payload, streamed and resumable. */
export function ArchiveUploadField({ data, id }: ServerFieldBase) {
  const status: unknown = data?.status
  const seller: unknown = data?.seller
  if (!id || typeof seller !== 'string') return <p className="panel-hint">{t('panel.upload.first')}</p>
  if (status === 'published' || status === 'withdrawn')
    return <p className="panel-hint">{t('panel.upload.fixed')}</p>
  return (
    <ArchiveUpload
      seller={seller}
      words={{
        label: t('panel.upload.label'),
        hint: t('panel.upload.hint'),
        progress: t('panel.upload.progress', { name: '%name%', percent: '%percent%' }),
        checking: t('panel.upload.checking', { name: '%name%' }),
        waiting: t('panel.upload.waiting', { name: '%name%' }),
        done: t('panel.upload.done', { name: '%name%' }),
        paused: t('panel.upload.paused', { name: '%name%' }),
        failed: t('panel.upload.failed', { name: '%name%', reason: '%reason%' }),
      }}
    />
  )
}
