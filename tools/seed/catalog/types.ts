import type { licenseClasses, licenseTerms, ProductType, pricingModels } from '@/domain/catalog/records'

export interface DemoSeller {
  slug: string
  name: string
  /** A contracted commission; left out: by product type. */
  commissionBps?: number
  holdDays?: number
  products: readonly DemoProduct[]
}

export interface DemoProduct {
  slug: string
  type: ProductType
  name: string
  summary: string
  /** The little Markdown of richText.ts. */
  description: string
  /** Slugs. */
  categories: readonly string[]
  tags: readonly string[]
  compatibility?: { php?: string; laravel?: string; other?: string }
  support: { channels: string; responseHours: number }
  links?: { demo?: string; repository?: string; documentation?: string }
  refundDays?: number
  packages: readonly DemoPackage[]
  /** Oldest first; the product is published with the first. */
  releases: readonly DemoRelease[]
  /** How often it is bought, compared to the others. */
  popularity: number
  /** What is not on the storefront yet. */
  state?: 'draft' | 'in_review'
}

export interface DemoTerms {
  class: (typeof licenseClasses)[number]
  term: (typeof licenseTerms)[number]
  /** null: unlimited. */
  activations: number | null
  /** null: for ever. */
  updateMonths: number | null
  supportMonths: number | null
  graceDays?: number
  features?: readonly string[]
}

export interface DemoPackage {
  name: string
  description: string
  features: readonly string[]
  pricing: (typeof pricingModels)[number]
  /** Minor units. */
  price?: { usd: number; eur: number }
  /** Millionths of a US dollar per block of calls. */
  usage?: { unitPriceMicros: number; per: 1 | 100 | 1000 }
  quantity?: 'licenses' | 'seats' | 'single'
  license: DemoTerms
  trialDays?: number
  mostPopular?: boolean
}

export interface DemoRelease {
  version: string
  daysAgo: number
  notes: string
  channel?: 'beta'
  /** Why it was taken back; left out: it was not. */
  withdrawn?: string
  /** Ranges that differ from the product's. */
  php?: string
  laravel?: string
}

export interface DemoCategory {
  slug: string
  name: string
  description: string
  children?: readonly DemoCategory[]
}

export interface DemoCuration {
  slug: string
  title: string
  intro: string
  /** Handles. */
  products: readonly string[]
}
