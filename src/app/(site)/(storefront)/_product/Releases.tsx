import { Badge } from '@/app/_components/Badge'
import { DateTime } from '@/app/_components/DateTime'
import type { ProductRelease } from '@/domain/catalog/findProductPage'
import { t } from '@/platform/words'

const shownAtOnce = 3

/** The changelog, newest first, each release with its files; older ones fold. */
export function Releases({ releases }: { releases: readonly ProductRelease[] }) {
  const older = releases.slice(shownAtOnce)
  return (
    <>
      <ol className="grid gap-8">
        {releases.slice(0, shownAtOnce).map((release) => (
          <ReleaseEntry key={release.id} release={release} />
        ))}
      </ol>
      {older.length > 0 && (
        <details className="mt-6">
          <summary className="py-1 font-semibold underline underline-offset-4">
            {t('storefront.releases.older', { count: older.length })}
          </summary>
          <ol className="mt-6 grid gap-8" start={shownAtOnce + 1}>
            {older.map((release) => (
              <ReleaseEntry key={release.id} release={release} />
            ))}
          </ol>
        </details>
      )}
    </>
  )
}

function ReleaseEntry({ release }: { release: ProductRelease }) {
  const { version, channel, publishedAt, notes, files } = release
  return (
    <li className="grid gap-x-8 gap-y-2 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <div>
        <h3 className="flex flex-wrap items-baseline gap-2">
          <span className="font-mono text-base">{version}</span>
          {channel === 'beta' && <Badge tone="info">{t('storefront.releases.beta')}</Badge>}
        </h3>
        <p className="text-small text-ink-2">
          <DateTime at={publishedAt} />
        </p>
      </div>
      <div className="min-w-0">
        <Notes text={notes} />
        {files.length > 0 && (
          <ul className="mt-3 grid gap-2">
            {files.map((file) => (
              <li key={file.sha256} className="border-s-2 border-line ps-3 text-small text-ink-2">
                <span className="text-ink wrap-anywhere">{file.name}</span>{' '}
                <span className="whitespace-nowrap">· {bytesWords(file.bytes)}</span>
                {file.kind === 'source' && <> · {t('storefront.releases.source')}</>}
                <span className="block">
                  <abbr title={t('storefront.releases.checksum')} className="no-underline">
                    {t('storefront.releases.sha256')}
                  </abbr>{' '}
                  <code className="font-mono text-label wrap-anywhere select-all">{file.sha256}</code>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

/** Notes are plain text: lines that begin with a dash are a list, the rest are paragraphs. */
function Notes({ text }: { text: string }) {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  const items = lines.filter((line) => /^[-*•]\s/.test(line)).map((line) => line.replace(/^[-*•]\s+/, ''))
  const paragraphs = lines.filter((line) => !/^[-*•]\s/.test(line))
  if (lines.length === 0) return <p className="text-ink-3">{t('storefront.releases.noNotes')}</p>
  return (
    <div className="prose text-[0.9375rem]">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Decimal units, as downloads are shown: `48.2 kB`. */
export function bytesWords(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: units[step],
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1_000 ** step)
}
