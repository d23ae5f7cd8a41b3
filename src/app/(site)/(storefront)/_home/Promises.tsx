import { SectionHead } from '@/app/_components/SectionHead'
import { t } from '@/platform/words'

const promises = ['reviewed', 'checked', 'licensed', 'refunded'] as const

/** Why one may buy here: four facts, numbered like clauses. */
export function Promises() {
  return (
    <section className="page mt-16" aria-labelledby="promises">
      <SectionHead id="promises" title={t('storefront.promises.title')} />
      <ol className="grid gap-x-8 gap-y-8 sm:grid-cols-2 lg:grid-cols-4">
        {promises.map((promise, index) => (
          <li key={promise}>
            <span className="engraved text-mint-deep" aria-hidden="true">
              {`0${index + 1}`}
            </span>
            <h3 className="mt-2">{t(`storefront.promises.${promise}.title`)}</h3>
            <p className="mt-1 text-[0.9375rem] text-ink-2">{t(`storefront.promises.${promise}.text`)}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
