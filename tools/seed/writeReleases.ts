import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { storeArchive } from '@/domain/catalog/checkUpload'
import { publishRelease } from '@/domain/catalog/publishRelease'
import { type ProductType, releaseDocument } from '@/domain/catalog/records'
import { withdrawRelease } from '@/domain/catalog/withdrawRelease'
import { collectionOf } from '@/platform/database'
import { asSystem } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { buildArchive } from './archive'
import type { DemoProduct, DemoRelease, DemoSeller } from './catalog/types'
import { actAt, daysBefore, type SeedContext } from './context'
import { releaseFiles } from './releaseFiles'

interface Target {
  seller: DemoSeller
  product: DemoProduct
  sellerId: string
  productId: string
  /** Who uploads: the demo's admin. */
  uploader: string
  anchor: Date
}

/** The product's releases, each with the archive that buyers download. */
export async function writeReleases(context: SeedContext, target: Target): Promise<void> {
  for (const release of target.product.releases) {
    const { version } = release
    const product = target.productId
    if (await collectionOf(context.database, releaseDocument).findOne({ product, version })) continue
    const file = await uploadArchive(context, target, release)
    await writeRelease(context, target, release, file)
  }
}

async function uploadArchive(context: SeedContext, target: Target, release: DemoRelease): Promise<string> {
  const { seller, product, sellerId, uploader, anchor } = target
  // Beside the store, so that taking the file over is a rename.
  await mkdir(context.storage.scratchFolder, { recursive: true })
  const folder = await mkdtemp(path.join(context.storage.scratchFolder, 'demo-'))
  try {
    const localPath = path.join(folder, 'archive.zip')
    await writeFile(localPath, await buildArchive(releaseFiles(seller, product, release)))
    const { _id } = await storeArchive({
      database: context.database,
      files: context.storage.files,
      fileId: newId('fil'),
      name: `${product.slug}-${release.version}.zip`,
      localPath,
      userId: uploader,
      sellerId,
      now: daysBefore(anchor, release.daysAgo),
    })
    return _id
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeRelease(
  context: SeedContext,
  { product, productId, sellerId, anchor }: Target,
  release: DemoRelease,
  file: string,
): Promise<void> {
  const at = daysBefore(anchor, release.daysAgo)
  await actAt(context, at, async (tx) => {
    const { id } = await tx.payload.create({
      collection: 'releases',
      data: {
        product: productId,
        seller: sellerId,
        version: release.version,
        channel: release.channel ?? 'stable',
        status: 'uploaded',
        notes: release.notes,
        files: [{ file, kind: 'archive' }],
        requirements: requirementsOf(product, release),
        createdAt: at.toISOString(),
      },
      ...asSystem(tx),
    })
    if (product.state !== 'in_review') await publishRelease(tx, { releaseId: id })
  })
  const reason = release.withdrawn
  if (!reason) return
  await actAt(context, addDays(at, 1), async (tx) => {
    const [stored] = await tx.read(releaseDocument).find({ product: productId, version: release.version })
    if (stored) await withdrawRelease(tx, { releaseId: stored._id, reason })
  })
}

const composerTypes: readonly ProductType[] = ['package', 'plugin', 'script', 'theme']

/** As Composer names them, from the release or else the product. */
export function requirementsOf(product: DemoProduct, release: DemoRelease) {
  if (!composerTypes.includes(product.type)) return []
  const php = release.php ?? product.compatibility?.php
  const laravel = release.laravel ?? product.compatibility?.laravel
  return [
    ...(php ? [{ name: 'php', range: php }] : []),
    ...(laravel ? [{ name: 'laravel/framework', range: laravel }] : []),
  ]
}
