import type { BeforeDocumentControlsServerProps } from 'payload'
import { toolsFor } from '@/domain/licensing/acts/mayAct'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { DialogActs } from '../_components/DialogActs'
import { dialogOf, dialogWords } from './licenseDialogs'

/** What this person may do to this license now, each by a dialog that says what it brings about (LIC-9). */
export async function LicenseActs({
  id,
  payload,
  user,
}: Pick<BeforeDocumentControlsServerProps, 'id' | 'payload' | 'user'>) {
  if (!id || !user) return null
  const license = await collectionOf(databaseOf(payload), licenseRecord).findOne({ _id: String(id) })
  if (!license) return null
  const acts = toolsFor(user, license).flatMap((tool) =>
    tool === 'view' || tool === 'issue' || tool === 'import' ? [] : [dialogOf(tool, license)],
  )
  return acts.length > 0 ? <DialogActs acts={acts} words={dialogWords()} /> : null
}
