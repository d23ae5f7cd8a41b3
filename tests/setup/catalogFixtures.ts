import { type Seller, sellerDocument } from '@/domain/accounts/records'
import {
  type Category,
  type Curation,
  categoryDocument,
  curationDocument,
  type FileRecord,
  fileRecord,
  type Package,
  type Product,
  packageDocument,
  productDocument,
  type Release,
  releaseDocument,
} from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'

/**
 * Catalog documents as Payload leaves them in MongoDB, written raw: for tests that read the catalog. Every
 * argument is optional but the references; each call makes a new document and answers it.
 */

let serial = 0
const number = (): number => {
  serial += 1
  return serial
}

/** What Payload keeps on every document beside the part that operations read. */
const stamps = () => ({ createdAt: new Date(), updatedAt: new Date() })

export async function makeSeller(database: Database, fields: Partial<Seller> = {}): Promise<Seller> {
  const serialNumber = number()
  const seller: Seller = {
    _id: newId('sel'),
    slug: `seller-${serialNumber}`,
    formerSlugs: [],
    name: `Seller ${serialNumber}`,
    house: false,
    status: 'active',
    ...fields,
  }
  const stored = { ...stamps(), ...seller }
  await collectionOf(database, sellerDocument).insertOne(stored)
  return stored
}

/** A published product of type `package`; `slug` and the seller make its handle. */
export async function makeProduct(
  database: Database,
  seller: Pick<Seller, '_id' | 'slug'>,
  fields: Partial<Product> = {},
): Promise<Product> {
  const serialNumber = number()
  const slug = fields.slug ?? `product-${serialNumber}`
  const product: Product = {
    _id: newId('prd'),
    seller: seller._id,
    slug,
    handle: `${seller.slug}/${slug}`,
    formerHandles: [],
    type: 'package',
    status: 'published',
    name: { en: `Product ${serialNumber}` },
    summary: { en: `What product ${serialNumber} does` },
    categories: [],
    tags: [],
    salesCount: 0,
    publishedAt: new Date(),
    ...stamps(),
    ...fields,
  }
  await collectionOf(database, productDocument).insertOne(product)
  return product
}

type PackageFields = Partial<Omit<Package, 'license'>> & { license?: Partial<Package['license']> }

/** An active one-time package for 49 US dollars: three activations, a year of updates, half a year of support. */
export async function makePackage(
  database: Database,
  product: Pick<Product, '_id' | 'seller'>,
  { license, ...fields }: PackageFields = {},
): Promise<Package> {
  const stored = {
    ...stamps(),
    _id: newId('pkg'),
    product: product._id,
    seller: product.seller,
    name: { en: 'Regular' },
    features: [],
    pricingModel: 'one-time' as const,
    prices: [{ currency: 'usd', amountMinor: 4900 }],
    quantityMode: 'licenses' as const,
    license: {
      class: 'regular' as const,
      term: 'lifetime' as const,
      activations: 3,
      updateMonths: 12,
      supportMonths: 6,
      graceDays: 7,
      features: [],
      domains: [],
      ipRules: [],
      recheckDays: 1,
      tokenOnlineDays: 14,
      ...license,
    },
    position: 0,
    mostPopular: false,
    active: true,
    revision: 1,
    ...fields,
  }
  await collectionOf(database, packageDocument).insertOne(stored)
  return stored
}

/** A published stable release 1.0.0 without files. */
export async function makeRelease(
  database: Database,
  product: Pick<Product, '_id' | 'seller'>,
  fields: Partial<Release> = {},
): Promise<Release> {
  const release: Release = {
    _id: newId('rel'),
    product: product._id,
    seller: product.seller,
    version: '1.0.0',
    channel: 'stable',
    status: 'published',
    files: [],
    requirements: [],
    publishedAt: new Date(),
    ...stamps(),
    ...fields,
  }
  await collectionOf(database, releaseDocument).insertOne(release)
  return release
}

/** The record of a stored archive; the store itself holds nothing. */
export async function makeFile(
  database: Database,
  seller: Pick<Seller, '_id'>,
  fields: Partial<FileRecord> = {},
): Promise<FileRecord> {
  const file: FileRecord = {
    _id: newId('fil'),
    seller: seller._id,
    name: 'release-1.0.0.zip',
    bytes: 48_213,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    contentType: 'application/zip',
    storageKey: newId('fil'),
    state: 'stored',
    createdBy: 'tests',
    createdAt: new Date(),
    ...fields,
  }
  await collectionOf(database, fileRecord).insertOne(file)
  return file
}

export async function makeCategory(database: Database, fields: Partial<Category> = {}): Promise<Category> {
  const serialNumber = number()
  const category: Category = {
    ...stamps(),
    _id: newId('cat'),
    slug: `category-${serialNumber}`,
    name: { en: `Category ${serialNumber}` },
    position: serialNumber,
    ...fields,
  }
  await collectionOf(database, categoryDocument).insertOne(category)
  return category
}

export async function makeCuration(database: Database, fields: Partial<Curation> = {}): Promise<Curation> {
  const serialNumber = number()
  const curation: Curation = {
    ...stamps(),
    _id: newId('cur'),
    slug: `curation-${serialNumber}`,
    title: { en: `Curation ${serialNumber}` },
    products: [],
    homePosition: null,
    ...fields,
  }
  await collectionOf(database, curationDocument).insertOne(curation)
  return curation
}
