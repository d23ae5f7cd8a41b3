import { clsx } from 'clsx'
import { type CoverType, coverPath, underprintPath } from '@/domain/catalog/cover'

type Props = { id: string; type: CoverType; className?: string; eager?: boolean }

/**
 * The engraved cover of a product, 9 : 5. Decoration, so its alternative text is empty. Of the two themes
 * the browser loads the one that is shown. `eager` for a cover that stands in the first screen.
 *
 * @example <Cover id={product.id} type={product.type} className="rounded-card border border-line" />
 */
export function Cover({ id, type, className, eager = false }: Props) {
  return (
    <>
      <CoverImage
        src={coverPath(id, type, 'light')}
        className={clsx('only-light', className)}
        eager={eager}
      />
      <CoverImage src={coverPath(id, type, 'dark')} className={clsx('only-dark', className)} eager={eager} />
    </>
  )
}

function CoverImage({ src, className, eager }: { src: string; className: string; eager: boolean }) {
  return (
    <img
      src={src}
      alt=""
      width={360}
      height={200}
      loading="lazy"
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={clsx('aspect-9/5 h-auto w-full bg-sunken object-cover', className)}
    />
  )
}

/** The rosette under a license or an order; stands in a `relative` box behind its content. */
export function Underprint({ id, className }: { id: string; className?: string }) {
  return (
    <>
      {(['light', 'dark'] as const).map((theme) => (
        <img
          key={theme}
          src={underprintPath(id, theme)}
          alt=""
          width={240}
          height={240}
          loading="lazy"
          decoding="async"
          className={clsx('pointer-events-none absolute select-none', `only-${theme}`, className)}
        />
      ))}
    </>
  )
}
