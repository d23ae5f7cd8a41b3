import type { CoverType } from '@/domain/catalog/cover'
import { Cover } from './Cover'
import { drawing } from './drawing'
import { Icon } from './Icon'
import { type Price, PriceTag } from './Money'
import { Rating } from './Rating'
import { TypeMark } from './TypeMark'

/** By platform: the versions that it fits, separated by spaces, and what to say to those who run another. */
export type Unfit = Partial<Record<'php' | 'laravel', { lines: string; words: string }>>

export type ProductCardData = {
  id: string
  href: string
  type: CoverType
  name: string
  summary: string
  /** What it runs on, in a few characters: `PHP 8.2-8.4 · Laravel 11-13`. */
  compatibility?: string
  /** The lowest price, or null while nothing is on sale. */
  price: Price | null
  rating?: { average: number; count: number }
  unfit?: Unfit
}

/**
 * A product in a list: the whole card is the link, its name is the link's text.
 * Stands in a `ProductCards`; `heading` fits the level of the list.
 */
export function ProductCard({
  product,
  heading: Heading = 'h3',
}: {
  product: ProductCardData
  heading?: 'h2' | 'h3'
}) {
  const { id, href, type, name, summary, compatibility, price, rating, unfit } = product
  return (
    <li
      {...fitAttributes(unfit)}
      className="relative flex flex-col overflow-hidden rounded-card border border-line bg-card transition-[border-color] focus-within:border-edge hover:border-edge"
    >
      <Cover id={id} type={type} className="border-b border-line" />
      <div className="flex flex-1 flex-col px-4 pt-4 pb-5">
        <div className="flex flex-wrap justify-between gap-x-3 gap-y-1">
          <TypeMark type={type} />
          {compatibility && <span className="engraved text-ink-3">{compatibility}</span>}
        </div>
        <Heading className="mt-1 text-lead leading-7 font-semibold">
          <a
            href={href}
            className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {name}
          </a>
        </Heading>
        <p className="line-clamp-3 text-[0.9375rem] leading-[1.45] text-ink-2">{summary}</p>
        <UnfitNotes unfit={unfit} />
        <div className="mt-auto flex flex-wrap items-baseline justify-between gap-x-4 pt-3 text-[0.9375rem]">
          {price && (
            <span className="font-semibold">
              <PriceTag price={price} />
            </span>
          )}
          {rating && <Rating {...rating} />}
        </div>
      </div>
    </li>
  )
}

/** Names the versions for the style sheet, which marks what does not fit the stack that the reader keeps (site.css). */
export const fitAttributes = (unfit: Unfit = {}) => ({
  'data-fits-php': unfit.php?.lines,
  'data-fits-laravel': unfit.laravel?.lines,
})

/** Why it does not fit: laid out, and so read out, only where the style sheet finds that it does not. */
export function UnfitNotes({ unfit = {} }: { unfit?: Unfit | undefined }) {
  const { php, laravel } = unfit
  return (
    <>
      {php && <UnfitNote className="unfit-php" words={php.words} />}
      {laravel && <UnfitNote className="unfit-laravel" words={laravel.words} />}
    </>
  )
}

function UnfitNote({ className, words }: { className: string; words: string }) {
  return (
    <p className={`${className} mt-2 items-start gap-1.5 text-small font-semibold text-amber`}>
      <Icon name="warning" size={16} className="mt-0.5" />
      {words}
    </p>
  )
}

/**
 * The list that product cards stand in: one to four columns where `className` says nothing else. Each card is drawn once
 * for what it shows.
 *
 * @example <ProductCards products={listings.map((listing) => cardOf(listing, suffix))} />
 */
export function ProductCards({
  products,
  heading = 'h3',
  className = 'grid gap-5 sm:grid-cols-2 lg:grid-cols-4',
}: {
  products: readonly ProductCardData[]
  heading?: 'h2' | 'h3'
  className?: string
}) {
  const html = products.map((product) => drawing(ProductCard, { product, heading }).html).join('')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by React, which escapes what it is given
  return <ul className={className} dangerouslySetInnerHTML={{ __html: html }} />
}
