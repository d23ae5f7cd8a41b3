import { productOf } from './fixtures'
import { userIdOf } from './people'
import { type Side, sellerOf } from './reach'

/** What creates one more document for a side: enough to be accepted where creating is allowed at all. */
export const createBodies: Readonly<Record<string, (side: Side) => object>> = {
  products: (side) => ({
    seller: sellerOf(side),
    type: 'package',
    slug: 'one-more-thing',
    name: 'One more thing',
    summary: 'It does one more thing.',
  }),
  packages: (side) => ({
    product: productOf(side),
    name: 'Team',
    pricingModel: 'one-time',
    prices: [{ currency: 'usd', amountMinor: 4_900 }],
    quantityMode: 'licenses',
    license: { class: 'regular', term: 'lifetime' },
  }),
  releases: (side) => ({ product: productOf(side), version: '9.9.9', channel: 'stable' }),
  media: (side) => imageForm(side),
  categories: () => ({ slug: 'one-more', name: 'One more' }),
  curations: () => ({ slug: 'one-more', title: 'One more' }),
  users: () => ({ email: 'one-more@example.com', password: 'a long enough phrase', roles: ['admin'] }),
  sellers: () => ({ slug: 'one-more-seller', name: 'One more' }),
  affiliates: () => ({ code: 'onemore', name: 'One more', user: userIdOf('affiliate') }),
  tickets: (side) => ({ subject: 'How does it work?', category: 'question', seller: sellerOf(side) }),
}

/** A harmless change of a field that the collection's editors may change. */
export const updateBodies: Readonly<Record<string, object>> = {
  products: { summary: 'Another summary.' },
  packages: { trialDays: 14 },
  releases: { notes: 'Better notes.' },
  media: { alt: 'Another description' },
  categories: { name: 'Another name' },
  curations: { title: 'Another title' },
  users: { name: 'Another name' },
  customers: { company: 'Another company' },
  sellers: { name: 'Another name' },
  affiliates: { name: 'Another name' },
  tickets: { priority: 'high' },
}

/** A picture of one pixel with what belongs to it. */
function imageForm(side: Side): FormData {
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const form = new FormData()
  form.set('file', new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }), 'pixel.png')
  form.set('_payload', JSON.stringify({ alt: 'A pixel', seller: sellerOf(side) }))
  return form
}
