import { Table } from '@/app/_components/Table'
import type { CompatibilityMatrix } from '@/domain/catalog/compatibility'
import { t } from '@/platform/words'

/** Release × PHP × Laravel. A dot is for the eye, the words are for the ear. */
export function Matrix({ matrix }: { matrix: CompatibilityMatrix }) {
  const keyOf = ({ platform, line }: { platform: string; line: string }) => `${platform}-${line}`
  const firstOf = (platform: string) => matrix.columns.find((column) => column.platform === platform)
  return (
    <Table
      caption={t('storefront.product.matrix')}
      hideCaption
      columns={[
        { key: 'release', label: t('storefront.releases.release') },
        ...matrix.columns.map((column) => ({
          key: keyOf(column),
          label: (
            <>
              <span className={column === firstOf(column.platform) ? undefined : 'sr-only'}>
                {t(`storefront.stack.short.${column.platform}`)}{' '}
              </span>
              {column.line}
            </>
          ),
        })),
      ]}
      rows={matrix.rows.map(({ version, cells }) => ({
        key: version,
        cells: {
          release: <span className="font-mono text-label">{version}</span>,
          ...Object.fromEntries(
            cells.map((cell) => [
              keyOf(cell),
              cell.accepted ? (
                <Mark key={keyOf(cell)} sign="●" words={t('storefront.product.fits')} tone="text-mint-deep" />
              ) : (
                <Mark key={keyOf(cell)} sign="—" words={t('storefront.product.fitsNot')} tone="text-ink-3" />
              ),
            ]),
          ),
        },
      }))}
    />
  )
}

function Mark({ sign, words, tone }: { sign: string; words: string; tone: string }) {
  return (
    <>
      <span aria-hidden="true" className={tone}>
        {sign}
      </span>
      <span className="sr-only">{words}</span>
    </>
  )
}
