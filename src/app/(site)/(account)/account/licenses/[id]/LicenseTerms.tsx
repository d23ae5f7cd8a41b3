import { SectionHead } from '@/app/_components/SectionHead'
import type { License } from '@/domain/licensing/records'
import type { Verdict } from '@/domain/licensing/verdictCodes'
import { t } from '@/platform/words'
import { givenInWords, termsInWords } from './termsInWords'

/** What may be done with the license, in plain words; what was given beside what was sold stands apart. */
export function LicenseTerms({ license, verdict, now }: { license: License; verdict: Verdict; now: Date }) {
  const given = givenInWords(license)
  const bought = t('accountLicenses.terms.bought', {
    class: t(`account.license.classes.${license.terms.class}`),
    package: license.packageName,
  })
  return (
    <section aria-labelledby="terms" className="mt-10">
      <SectionHead id="terms" title={t('accountLicenses.terms.title')} />
      {!verdict.valid && (
        <p className="-mt-2 mb-4 text-ink-2">
          {t(license.status === 'revoked' ? 'accountLicenses.terms.was' : 'accountLicenses.terms.notNow')}
        </p>
      )}
      <ul className="grid max-w-[68ch] list-disc gap-2 ps-5 marker:text-mint-deep">
        {termsInWords(license, now).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {given.length > 0 && (
        <>
          <h3 className="mt-6">{t('accountLicenses.terms.given')}</h3>
          <ul className="mt-2 grid max-w-[68ch] list-disc gap-1 ps-5 marker:text-mint-deep">
            {given.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <p className="mt-5 text-small text-ink-2">
        {bought}{' '}
        {license.order && (
          <a className="link" href={`/account/orders/${license.order}`}>
            {t('accountLicenses.terms.order')}
          </a>
        )}
      </p>
    </section>
  )
}
