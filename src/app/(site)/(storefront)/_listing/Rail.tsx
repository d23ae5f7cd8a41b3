import type { ReactNode } from 'react'
import { ProductCards } from '@/app/_components/ProductCard'
import { SectionHead } from '@/app/_components/SectionHead'
import type { ProductListing } from '@/domain/catalog/productCard'
import { cardOf } from './cards'

type Props = {
  id: string
  title: string
  intro?: string
  items: readonly ProductListing[]
  suffix: string
  aside?: ReactNode
}

/** A ruled part of a page with a row or two of products; nothing at all where there are none. */
export function Rail({ id, title, intro, items, suffix, aside }: Props) {
  if (items.length === 0) return null
  return (
    <section className="page mt-16" aria-labelledby={id}>
      <SectionHead id={id} title={title} aside={aside} />
      {intro && <p className="-mt-3 mb-5 max-w-[65ch] text-ink-2">{intro}</p>}
      <ProductCards products={items.map((listing) => cardOf(listing, suffix))} />
    </section>
  )
}
