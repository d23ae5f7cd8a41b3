import { decimalString } from '@/platform/money'
import type { PublishedProduct } from './findProductPage'
import { packagePrice } from './price'
import type { ProductListing } from './productCard'

/**
 * What search engines read of a product's page: schema.org `Product` with an offer for each package that has one price
 * in this currency, and the way from the root of the catalog to it. Usage prices are no single price and stay out.
 * @param origin the public one, without a slash at its end
 */
export function productData(page: PublishedProduct, currency: string, origin: string, browse: string) {
  const url = `${origin}/p/${page.product.handle}`
  const seller = { '@type': 'Organization', name: page.seller.name, url: `${origin}/s/${page.seller.slug}` }
  const offers = page.packages.flatMap((pkg) => {
    const price = packagePrice(pkg, currency)
    if (!price || price.kind === 'usage') return []
    return [
      {
        '@type': 'Offer',
        name: pkg.name.en,
        price: price.kind === 'free' ? '0' : decimalString(price.amountMinor, currency),
        priceCurrency: currency.toUpperCase(),
        availability: 'https://schema.org/InStock',
        url,
        seller,
      },
    ]
  })
  const steps = [
    { name: browse, path: '/browse' },
    ...page.breadcrumb.map(({ name, path }) => ({ name, path: `/c/${path.join('/')}` })),
    { name: page.name, path: `/p/${page.product.handle}` },
  ]
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Product',
        name: page.name,
        description: page.summary,
        sku: page.product._id,
        url,
        brand: seller,
        ...(offers.length > 0 ? { offers } : {}),
      },
      breadcrumbData(steps, origin),
    ],
  }
}

interface Step {
  name: string
  path: string
}

/** The way to a page, from the catalog down. */
const breadcrumbData = (steps: readonly Step[], origin: string) => ({
  '@type': 'BreadcrumbList',
  itemListElement: steps.map(({ name, path }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name,
    item: `${origin}${path}`,
  })),
})

/**
 * What search engines read of a page that lists products: schema.org `CollectionPage` with what stands on it, in its order,
 * and the way to it. `about`: whose products they are, where the page is a seller's.
 * @param page.steps from the catalog to the page itself, which is the last
 */
export function listData(
  page: {
    description: string
    steps: readonly Step[]
    listings: readonly Pick<ProductListing, 'name' | 'handle'>[]
    seller?: string
  },
  origin: string,
) {
  const here = page.steps.at(-1) ?? { name: '', path: '/' }
  const url = `${origin}${here.path}`
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'CollectionPage',
        name: here.name,
        description: page.description,
        url,
        ...(page.seller ? { about: { '@type': 'Organization', name: page.seller, url } } : {}),
        mainEntity: {
          '@type': 'ItemList',
          itemListElement: page.listings.map(({ name, handle }, index) => ({
            '@type': 'ListItem',
            position: index + 1,
            name,
            url: `${origin}/p/${handle}`,
          })),
        },
      },
      breadcrumbData(page.steps, origin),
    ],
  }
}

/** JSON for the inside of a `<script>`: nothing in it can end the element or begin a comment. */
export const scriptJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c')
