import { Button } from '@/app/_components/Button'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { t } from '@/platform/words'
import { StackSelect } from '../_listing/Filters'
import { StackMemory } from '../_listing/StackMemory'

/** Asks once what the reader runs, and shows what fits. */
export function StackBand() {
  return (
    <section className="page mt-12" aria-labelledby="stack">
      <form
        action="/browse"
        method="get"
        className="grid gap-x-8 gap-y-4 rounded-card border border-line bg-sunken p-5 md:grid-cols-[minmax(0,1fr)_auto] md:items-center"
      >
        <DrawnOnPage of={Question} given={{}} />
        <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[9rem_9rem_auto]">
          <DrawnOnPage of={Choice} given={{}} className="contents" />
          <span className="col-span-full -mb-2 flex min-h-8 justify-end max-sm:justify-start">
            <StackMemory forget={t('storefront.stack.forget')} />
          </span>
        </div>
      </form>
    </section>
  )
}

function Question() {
  return (
    <>
      <h2 id="stack">{t('storefront.stack.title')}</h2>
      <p className="mt-1 text-[0.9375rem] text-ink-2">{t('storefront.stack.text')}</p>
    </>
  )
}

function Choice() {
  return (
    <>
      <StackSelect platform="php" />
      <StackSelect platform="laravel" />
      <Button className="max-sm:col-span-2">{t('storefront.stack.show')}</Button>
    </>
  )
}
