import { Badge } from '@/app/_components/Badge'
import { LinkButton } from '@/app/_components/Button'
import { dateWords } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { LicenseRelease } from '@/domain/accounts/customerAccount'
import type { UpdateCover } from '@/domain/licensing/licensePortal'
import type { License } from '@/domain/licensing/records'
import type { Verdict } from '@/domain/licensing/verdictCodes'
import { t } from '@/platform/words'

/** The releases of the product: those that the license covers with their files, the others with the reason. */
export function LicenseDownloads({
  license,
  releases,
  cover,
  verdict,
}: {
  license: Pick<License, '_id' | 'updatesUntil'>
  releases: readonly LicenseRelease[]
  cover: UpdateCover
  verdict: Verdict
}) {
  // What keeps the license itself from working is said as at the top of the page.
  const sentence = verdict.valid ? null : t(`accountLicenses.code.${verdict.code}.title`)
  return (
    <section aria-labelledby="downloads" className="mt-10">
      <SectionHead id="downloads" title={t('account.license.downloads')} />
      <p className="-mt-2 mb-5 text-ink-2">{coverInWords(license.updatesUntil, cover)}</p>
      {releases.length === 0 && <p className="text-ink-2">{t('account.license.downloadsNone')}</p>}
      <ul className="grid gap-5">
        {releases.map((each) => (
          <li key={each.release._id} className="border-b border-line pb-5">
            <ReleaseRow
              licenseId={license._id}
              {...each}
              refusal={each.refusal && (sentence ?? each.refusal)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How far the update window reaches. */
function coverInWords(until: Date | null, { newest, beyond }: UpdateCover): string {
  if (!until) {
    return newest ? t('accountLicenses.cover.all', { version: newest }) : t('accountLicenses.cover.allNone')
  }
  const date = dateWords(until)
  const reach = newest
    ? t('accountLicenses.cover.until', { date, version: newest })
    : t('accountLicenses.cover.untilNone', { date })
  return beyond === 0 ? reach : `${reach} ${t('accountLicenses.cover.beyond', { count: beyond })}`
}

function ReleaseRow({ licenseId, release, notes, files, refusal }: LicenseRelease & { licenseId: string }) {
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3>{release.version}</h3>
        {release.channel !== 'stable' && <Badge tone="info">{release.channel}</Badge>}
        {release.publishedAt && (
          <span className="text-small text-ink-2">
            {t('account.license.released', { date: dateWords(release.publishedAt) })}
          </span>
        )}
      </div>
      {notes && (
        <p className="mt-1 line-clamp-3 max-w-[70ch] text-[0.9375rem] whitespace-pre-line">{notes}</p>
      )}
      {refusal ? (
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <Badge tone="warning">{t('account.license.locked')}</Badge>
          <span className="text-small text-ink-2">{refusal}</span>
        </p>
      ) : files.length === 0 ? (
        <p className="mt-2 text-small text-ink-2">{t('account.license.noFiles')}</p>
      ) : (
        <ul className="mt-3 grid gap-3">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <LinkButton
                href={`/account/licenses/${licenseId}/download/${release._id}/${file.id}`}
                look="outline"
                size="small"
                aria-label={t('account.license.downloadOf', { file: file.name, version: release.version })}
              >
                {t('account.license.download')}
              </LinkButton>
              <span className="wrap-anywhere">
                {file.name} · {sizeWords(file.bytes)}
              </span>
              <span className="basis-full font-mono text-label break-all text-ink-2">
                {t('account.license.checksum')} {file.sha256}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** `47.1 kB`, `3.2 MB`. */
function sizeWords(bytes: number): string {
  const unit = bytes >= 1_000_000 ? 'megabyte' : 'kilobyte'
  const amount = bytes / (unit === 'megabyte' ? 1_000_000 : 1_000)
  return new Intl.NumberFormat('en', { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount)
}
