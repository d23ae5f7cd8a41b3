import type { Metadata } from 'next'
import { LinkButton } from '@/app/_components/Button'
import { SectionHead } from '@/app/_components/SectionHead'
import { Table } from '@/app/_components/Table'
import { licenseClasses, licenseTerms } from '@/domain/catalog/records'
import { t } from '@/platform/words'
import { pageMetadata } from '../_listing/pageMetadata'

export const dynamic = 'force-dynamic'

export const generateMetadata = (): Metadata =>
  pageMetadata({
    title: t('storefront.licenses.title'),
    description: t('storefront.licenses.lead'),
    path: '/licenses-explained',
  })

const questions = ['key', 'activations', 'updates', 'support', 'offline', 'refund'] as const

/** What a license is, in plain words. */
export default function LicensesExplained() {
  return (
    <div className="page pt-12">
      <h1 className="max-w-[20ch] font-display text-title">{t('storefront.licenses.title')}</h1>
      <p className="mt-3 max-w-[60ch] text-lead text-ink-2">{t('storefront.licenses.lead')}</p>

      <section className="mt-12" aria-labelledby="classes">
        <SectionHead id="classes" title={t('storefront.licenses.classesTitle')} />
        <Table
          caption={t('storefront.licenses.classesTable')}
          hideCaption
          columns={[
            { key: 'class', label: t('storefront.license.use') },
            { key: 'for', label: t('storefront.licenses.for') },
            { key: 'allows', label: t('storefront.licenses.allows') },
          ]}
          rows={licenseClasses.map((each) => ({
            key: each,
            cells: {
              class: t(`storefront.license.class.${each}`),
              for: t(`storefront.licenses.class.${each}.for`),
              allows: t(`storefront.licenses.class.${each}.allows`),
            },
          }))}
        />
      </section>

      <section className="mt-16" aria-labelledby="terms">
        <SectionHead id="terms" title={t('storefront.licenses.termsTitle')} />
        <dl className="grid gap-x-10 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
          {licenseTerms.map((term) => (
            <div key={term}>
              <dt className="font-semibold">{t(`storefront.license.termName.${term}`)}</dt>
              <dd className="mt-1 text-[0.9375rem] text-ink-2">{t(`storefront.licenses.term.${term}`)}</dd>
            </div>
          ))}
        </dl>
      </section>

      <section className="mt-16" aria-labelledby="questions">
        <SectionHead id="questions" title={t('storefront.licenses.questionsTitle')} />
        <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
          {questions.map((question) => (
            <div key={question}>
              <h3>{t(`storefront.licenses.${question}.title`)}</h3>
              <p className="mt-1 max-w-[65ch] text-ink-2">{t(`storefront.licenses.${question}.text`)}</p>
            </div>
          ))}
        </div>
      </section>

      <div className="mt-16">
        <LinkButton href="/browse" look="mint">
          {t('storefront.home.browse')}
        </LinkButton>
      </div>
    </div>
  )
}
