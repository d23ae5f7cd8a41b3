import { Alert, type AlertTone } from '@/app/_components/Alert'
import { dateWords } from '@/app/_components/DateTime'
import type { LicensePortal } from '@/domain/licensing/licensePortal'
import { graceEnd } from '@/domain/licensing/licenseWindows'
import type { License } from '@/domain/licensing/records'
import { type VerdictCode, verdictCodes } from '@/domain/licensing/verdictCodes'
import { addDays } from '@/platform/time'
import { t } from '@/platform/words'
import { type Way, waysOut } from './waysOut'

const soonDays = 30
const final = new Set<VerdictCode>(['REVOKED', 'REFUNDED', 'CANCELED'])

/** How the license stands where that is not just well: what is so, why, and what to do. Nothing where all is well. */
export function LicenseStanding({
  license,
  verdict: { code },
  asked,
  now,
}: Pick<LicensePortal, 'license' | 'verdict'> & {
  /** What a product was answered, as its link says. */
  asked: string | undefined
  now: Date
}) {
  const other = verdictCodes.find((known) => known === asked && known !== code && known !== 'VALID')
  const endsSoon =
    code === 'VALID' && license.expiresAt !== null && license.expiresAt < addDays(now, soonDays)
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {license.suspicion && <Suspicion license={license} suspicion={license.suspicion} />}
      {code !== 'VALID' && (
        <Standing
          tone={final.has(code) ? 'danger' : 'warning'}
          title={titleOf(code, license)}
          license={license}
          code={code}
          now={now}
        >
          {reasonOf(license)}
        </Standing>
      )}
      {endsSoon && license.expiresAt && (
        <Alert
          tone="info"
          title={t('accountLicenses.standing.endingTitle', { end: dateWords(license.expiresAt) })}
        >
          <Ways ways={waysOut('GRACE', license, now)} />
        </Alert>
      )}
      {other && (
        <Standing
          tone="info"
          title={`${t('accountLicenses.standing.asked', { code: other })}: ${t(`accountLicenses.code.${other}.title`)}`}
          license={license}
          code={other}
          now={now}
        />
      )}
    </div>
  )
}

function Standing({
  tone,
  title,
  license,
  code,
  now,
  children,
}: {
  tone: AlertTone
  title: string
  license: License
  code: VerdictCode
  now: Date
  children?: string | null
}) {
  return (
    <Alert tone={tone} title={title}>
      <p>
        {children && `${children} `}
        {t(`accountLicenses.code.${code}.todo`)}
      </p>
      <Ways ways={waysOut(code, license, now)} />
    </Alert>
  )
}

const titleOf = (code: VerdictCode, { expiresAt, terms }: License): string => {
  const grace = graceEnd(expiresAt, terms.graceDays)
  return code === 'GRACE' && expiresAt && grace
    ? t('accountLicenses.standing.graceTitle', { end: dateWords(expiresAt), grace: dateWords(grace) })
    : t(`accountLicenses.code.${code}.title`)
}

/** Where the title has not said it already. */
const reasonOf = ({ reason }: License): string | null =>
  reason === 'terms' || reason === 'payment' || reason === 'staff' || reason === 'seller'
    ? t(`account.license.reason.${reason}`)
    : null

function Suspicion({
  license: { terms },
  suspicion: { since, places, addresses },
}: {
  license: License
  suspicion: NonNullable<License['suspicion']>
}) {
  return (
    <Alert tone="warning" title={t('accountLicenses.standing.suspectedTitle')}>
      <p>
        {t('accountLicenses.standing.suspectedText', { date: dateWords(since), places, addresses })}
        {terms.cloneBlocks && ` ${t('accountLicenses.standing.suspectedBlocks')}`}
      </p>
      <Ways
        ways={[
          { href: '#replace', text: t('accountLicenses.standing.suspectedReplace') },
          { href: '#places', text: t('accountLicenses.standing.suspectedPlaces') },
        ]}
      />
    </Alert>
  )
}

export const Ways = ({ ways }: { ways: readonly Way[] }) =>
  ways.length === 0 ? null : (
    <p className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
      {ways.map(({ href, text }) => (
        <a key={href} href={href} className="link font-semibold">
          {text}
        </a>
      ))}
    </p>
  )
