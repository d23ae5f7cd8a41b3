import { dateWords } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { RefusedChecks as Refused } from '@/domain/licensing/licensePortal'
import type { License } from '@/domain/licensing/records'
import { type VerdictCode, verdictCodes } from '@/domain/licensing/verdictCodes'
import { t } from '@/platform/words'
import { Ways } from './LicenseStanding'
import { waysOut } from './waysOut'

/** What a product was refused lately, why, and the way out; not there where nothing was. */
export function RefusedChecks({
  license,
  refusals,
  now,
}: {
  license: License
  refusals: readonly Refused[]
  now: Date
}) {
  const known = refusals.flatMap((row) => {
    const code = verdictCodes.find((name) => name === row.code)
    return code ? [{ ...row, code }] : []
  })
  if (known.length === 0) return null
  return (
    <section aria-labelledby="refusals" className="mt-10">
      <SectionHead id="refusals" title={t('accountLicenses.refusals.title')} />
      <p className="-mt-2 mb-4 text-ink-2">{t('accountLicenses.refusals.intro')}</p>
      <ul className="grid gap-4">
        {known.map((row) => (
          <li key={`${row.code} ${row.domain}`} className="border-b border-line pb-4">
            <Row license={license} now={now} {...row} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Row({
  license,
  now,
  code,
  domain,
  count,
  lastAt,
}: Refused & { license: License; now: Date; code: VerdictCode }) {
  return (
    <>
      <p className="font-semibold wrap-anywhere">
        {t(`accountLicenses.code.${code}.title`)}
        {domain && (
          <span className="font-normal"> {t('accountLicenses.refusals.at', { place: domain })}</span>
        )}
      </p>
      <p className="text-small text-ink-2">
        <code className="font-mono text-label">{code}</code> ·{' '}
        {t('accountLicenses.refusals.count', { count, date: dateWords(lastAt, true) })}
      </p>
      <p className="mt-1 text-[0.9375rem]">{t(`accountLicenses.code.${code}.todo`)}</p>
      <Ways ways={waysOut(code, license, now)} />
    </>
  )
}
