import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { fileRecord, type ProductType, productDocument, releaseDocument } from './records'

//   uploaded ──▶ checking ──▶ staged ──▶ published ──▶ withdrawn
//       └───────────────────────────────────▲
const publishable = ['uploaded', 'staged']

/** Of these types a release without an archive gives the buyer nothing. */
const deliveredAsFiles: readonly ProductType[] = ['package', 'plugin', 'script', 'theme']

/**
 * Makes a release downloadable for whoever is entitled; from now on its version and files are fixed.
 * @throws CodedError 404; 409 `release_state`; 422 `release_without_files`, `file_unknown`.
 */
export async function publishRelease(tx: DocumentTx, { releaseId }: { releaseId: string }): Promise<void> {
  const release = await tx.read(releaseDocument).findOne({ _id: releaseId })
  if (!release) throw notFound('release')
  if (!publishable.includes(release.status))
    throw conflict('release_state', `A release that is ${release.status} cannot be published.`)
  const product = await tx.read(productDocument).findOne({ _id: release.product })
  if (!product) throw notFound('product')
  const archives = release.files.filter(({ kind }) => kind === 'archive')
  if (deliveredAsFiles.includes(product.type) && archives.length === 0)
    throw invalid('release_without_files', 'Add the archive that buyers download first.')
  for (const { file } of release.files)
    if ((await tx.read(fileRecord).findOne({ _id: file, state: 'stored' })) === null)
      throw invalid('file_unknown', 'A file of this release is not stored.')

  await asOperation(tx, 'releases', () =>
    tx.payload.update({
      collection: 'releases',
      id: releaseId,
      data: { status: 'published', publishedAt: tx.now.toISOString() },
      ...asSystem(tx),
    }),
  )
  await tx.audit({
    act: 'release.publish',
    target: { collection: 'releases', id: releaseId },
    before: { status: release.status },
    after: { status: 'published' },
  })
}
