import type { ReactNode } from 'react'

/**
 * The ruled head of a part of a page, with room for one link at its end.
 *
 * @example <SectionHead title={t('storefront.new')} aside={<a className="link" href="/browse?sort=new">…</a>} />
 */
export function SectionHead({ title, id, aside }: { title: ReactNode; id?: string; aside?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-ink pt-4 pb-5">
      <h2 id={id}>{title}</h2>
      {aside}
    </div>
  )
}
