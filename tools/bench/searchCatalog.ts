import { sellerDocument } from '@/domain/accounts/records'
import {
  categoryDocument,
  packageDocument,
  productDocument,
  productTypes,
  releaseDocument,
} from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'

const nouns =
  'invoice payment webhook cache report export billing queue ledger coupon license search mail chart calendar ticket wallet refund address upload image token session audit backup schema form table menu theme parser driver worker gateway'.split(
    ' ',
  )
const adjectives =
  'quick silent double typed plain open early steady modular signed cached local remote tiny shared private'.split(
    ' ',
  )
const endings = 'kit line box flow desk forge base mate works hub bridge guard meter board'.split(' ')
const fillers =
  'for laravel with and your the every model queue jobs without tests any team that fast made simple data from into'.split(
    ' ',
  )

/** The same numbers each time: a run is comparable with the next. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** A made-up word of three syllables: the long tail that names of products have. */
function rareWord(random: () => number): string {
  const syllables = [
    'ba',
    'den',
    'kor',
    'lum',
    've',
    'tri',
    'os',
    'pha',
    'quil',
    'ro',
    'sen',
    'ty',
    'ux',
    'wen',
    'zo',
    'mi',
  ]
  const one = () => syllables[Math.floor(random() * syllables.length)] ?? 'ba'
  return one() + one() + one()
}

/** So many published products of a fortieth as many sellers, with a package or two and two releases each. */
export async function fillCatalog(database: Database, size: number): Promise<void> {
  const random = numbers(size)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const at = new Date(Date.now() - 86_400_000)
  const stamps = { createdAt: at, updatedAt: at }
  const id = (prefix: string, n: number) => `${prefix}_bench${String(n).padStart(6, '0')}`
  const sellers = Array.from({ length: Math.max(10, size / 40) }, (_, n) => ({
    ...stamps,
    _id: id('sel', n),
    slug: `seller-${n}`,
    formerSlugs: [],
    name: `${rareWord(random)} ${pick(endings)}`,
    house: false,
    status: 'active' as const,
  }))
  const categories = Array.from({ length: 40 }, (_, n) => ({
    ...stamps,
    _id: id('cat', n),
    slug: `category-${n}`,
    name: { en: `${pick(nouns)} ${pick(nouns)}` },
    position: n,
    parent: n < 8 ? null : id('cat', n % 8),
  }))
  await collectionOf(database, sellerDocument).insertMany(sellers)
  await collectionOf(database, categoryDocument).insertMany(categories)
  const summary = () =>
    Array.from({ length: 14 }, () => (random() < 0.4 ? pick(nouns) : pick(fillers))).join(' ')
  const products = Array.from({ length: size }, (_, n) => {
    const seller = pick(sellers)
    return {
      ...stamps,
      _id: id('prd', n),
      seller: seller._id,
      slug: `product-${n}`,
      handle: `${seller.slug}/product-${n}`,
      formerHandles: [],
      type: pick(productTypes),
      status: 'published' as const,
      name: { en: `${pick(adjectives)} ${pick(nouns)} ${rareWord(random)}` },
      summary: { en: summary() },
      categories: [pick(categories)._id],
      tags: [{ tag: 'laravel' }, { tag: pick(nouns) }],
      compatibility: {
        php: pick(['^8.1', '^8.2', '^8.3', '>=8.2 <8.5']),
        laravel: pick(['^11|^12', '^12', '^10']),
      },
      salesCount: Math.floor(1 / (random() + 0.001)),
      publishedAt: new Date(at.getTime() - Math.floor(random() * 3e10)),
    }
  })
  await collectionOf(database, productDocument).insertMany(products)
  const parts = products.flatMap((product, n) =>
    [0, 1].map((part) => ({
      ...stamps,
      _id: `pkg_bench${n}_${part}`,
      product: product._id,
      seller: product.seller,
      name: { en: 'Regular' },
      features: [],
      pricingModel: random() < 0.1 ? ('free' as const) : ('one-time' as const),
      prices: [{ currency: 'usd', amountMinor: 900 + Math.floor(random() * 20_000) }],
      quantityMode: 'licenses' as const,
      license: {
        class: 'regular' as const,
        term: 'lifetime' as const,
        features: [],
        domains: [],
        ipRules: [],
      },
      position: part,
      mostPopular: false,
      active: true,
      revision: 1,
    })),
  )
  await collectionOf(database, packageDocument).insertMany(parts)
  const releases = products.flatMap((product, n) =>
    ['1.0.0', '1.1.0'].map((version) => ({
      ...stamps,
      _id: `rel_bench${n}_${version}`,
      product: product._id,
      seller: product.seller,
      version,
      channel: 'stable' as const,
      status: 'published' as const,
      files: [],
      requirements: [{ name: 'php', range: '^8.2' }],
      publishedAt: at,
    })),
  )
  await collectionOf(database, releaseDocument).insertMany(releases)
}
