import type { BeforeDocumentControlsServerProps } from 'payload'
import { mayUse, toolsFor } from '@/domain/licensing/acts/mayAct'
import { licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import type { DialogAct } from '../_components/ActDialog'
import { DialogActs } from '../_components/DialogActs'
import { check, dialogWords, previewOf } from './licenseDialogs'

/** Approve or reject what a customer asks for, while it is open. */
export async function RequestActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user) return null
  const database = databaseOf(payload)
  const request = await collectionOf(database, licenseRequestRecord).findOne({ _id: String(id) })
  if (request?.status !== 'open') return null
  const license = await collectionOf(database, licenseRecord).findOne({ _id: request.license })
  if (!license || !mayUse(user, license, request.kind)) return null
  // What means nothing any more can still be declined.
  const isApprovable = toolsFor(user, license).includes(request.kind) && license.customer === request.customer
  const path = `/api/license-requests/${request._id}`
  const answer = { name: 'answer', label: t('panelLicenses.fields.answer'), kind: 'text', value: '' } as const
  const approve: DialogAct = {
    path: `${path}/approve`,
    label: t('panelLicenses.acts.approve'),
    fields:
      request.kind === 'extend'
        ? [
            {
              name: 'until',
              label: t('panelLicenses.fields.until'),
              kind: 'date',
              value: '',
              required: true,
            },
            answer,
          ]
        : [check('keepPlaces', t('panelLicenses.fields.keepPlaces'), true), answer],
    ...(request.kind === 'transfer' ? { preview: previewOf('transfer', license) } : {}),
  }
  const reject: DialogAct = {
    path: `${path}/reject`,
    label: t('panelLicenses.acts.reject'),
    fields: [{ ...answer, required: true }],
  }
  return <DialogActs acts={isApprovable ? [approve, reject] : [reject]} words={dialogWords()} />
}
