import { decimalString } from '@/platform/money'
import type { PublishedProduct } from './findProductPage'
import { packagePrice } from './price'

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
      {
        '@type': 'BreadcrumbList',
        itemListElement: steps.map(({ name, path }, index) => ({
          '@type': 'ListItem',
          position: index + 1,
          name,
          item: `${origin}${path}`,
        })),
      },
    ],
  }
}

/** JSON for the inside of a `<script>`: nothing in it can end the element or begin a comment. */
export const scriptJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c')
