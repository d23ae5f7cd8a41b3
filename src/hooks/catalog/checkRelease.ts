import type { CollectionBeforeChangeHook } from 'payload'
import { valid } from 'semver'
import { fileRecord } from '@/domain/catalog/records'
import { idOf } from '../shared/freezeFields'
import { refusal } from '../shared/refuse'
import { stored } from '../shared/sessionOf'

interface FileRow {
  file: unknown
  kind?: string
}

/** A release carries a semantic version and only its own seller's stored files; published, both are fixed. */
export const checkRelease: CollectionBeforeChangeHook = async ({
  data,
  originalDoc,
  operation,
  req,
  collection,
}) => {
  const version: unknown = data.version ?? originalDoc?.version
  if (typeof version !== 'string' || valid(version) !== version)
    throw refusal('version_invalid', 'The version must be a semantic version such as 2.1.0.', 422)

  const wasPublished = operation === 'update' && ['published', 'withdrawn'].includes(originalDoc?.status)
  if (wasPublished && req.context.operation !== collection.slug && changesContent(data, originalDoc))
    throw refusal('release_is_fixed', 'A published release keeps its version and files: make a new one.', 409)

  const seller = idOf(data.seller ?? originalDoc?.seller)
  const rows: FileRow[] = data.files ?? []
  for (const row of rows) {
    const file = await stored(req, fileRecord, String(idOf(row.file)))
    if (file?.seller !== seller || file?.state !== 'stored')
      throw refusal('file_unknown', 'A file of this release does not exist, or is not this seller’s.', 422)
  }
  return data
}

function changesContent(data: Record<string, unknown>, original: Record<string, unknown>): boolean {
  const files = (rows: unknown) =>
    JSON.stringify(Array.isArray(rows) ? rows.map((row: FileRow) => [idOf(row.file), row.kind]) : [])
  return (
    (data.version !== undefined && data.version !== original.version) ||
    (data.files !== undefined && files(data.files) !== files(original.files))
  )
}
