import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { releaseDocument } from './records'

/**
 * Takes a published release back: nobody downloads it any more, it stays in the list as withdrawn.
 * @throws CodedError 404; 409 `release_state`.
 */
export async function withdrawRelease(
  tx: DocumentTx,
  { releaseId, reason }: { releaseId: string; reason: string },
): Promise<void> {
  const release = await tx.read(releaseDocument).findOne({ _id: releaseId })
  if (!release) throw notFound('release')
  if (release.status !== 'published')
    throw conflict('release_state', `A release that is ${release.status} cannot be withdrawn.`)
  await asOperation(tx, 'releases', () =>
    tx.payload.update({
      collection: 'releases',
      id: releaseId,
      data: { status: 'withdrawn' },
      ...asSystem(tx),
    }),
  )
  await tx.audit({
    act: 'release.withdraw',
    target: { collection: 'releases', id: releaseId },
    reason,
    before: { status: 'published' },
    after: { status: 'withdrawn' },
  })
}
