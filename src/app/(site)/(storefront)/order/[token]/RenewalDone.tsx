import { Alert } from '@/app/_components/Alert'
import { dateWords } from '@/app/_components/DateTime'
import type { LicenseRenewal } from '@/domain/licensing/records'
import { t } from '@/platform/words'

/** What became of a paid renewal: the new ends, or why there are none. */
export function RenewalDone({ renewal }: { renewal: LicenseRenewal }) {
  const { refused, takenBackAt, after, license } = renewal
  if (refused)
    return (
      <Alert tone="warning" className="mt-5">
        {t(`renewals.order.refused.${refused}`)}
      </Alert>
    )
  return (
    <div className="mt-5 max-w-[68ch]">
      <p>
        {takenBackAt
          ? t('renewals.order.takenBack')
          : [t('renewals.order.done'), ...endsInWords(after)].join(' ')}
      </p>
      <p className="mt-2">
        <a className="link" href={`/account/licenses/${license}`}>
          {t('renewals.order.open')}
        </a>
      </p>
    </div>
  )
}

function endsInWords({ expiresAt, updatesUntil, supportUntil }: LicenseRenewal['after']): string[] {
  if (expiresAt) return [t('renewals.order.ends', { date: dateWords(expiresAt) })]
  return [
    ...(updatesUntil ? [t('renewals.order.updatesEnd', { date: dateWords(updatesUntil) })] : []),
    ...(supportUntil ? [t('renewals.order.supportEnd', { date: dateWords(supportUntil) })] : []),
  ]
}
