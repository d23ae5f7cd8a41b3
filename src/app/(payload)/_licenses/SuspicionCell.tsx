import type { DefaultServerCellComponentProps } from 'payload'
import { t } from '@/platform/words'

/** The evidence of a suspicion in a row of the list; nothing where there is none. */
export function SuspicionCell({ cellData }: DefaultServerCellComponentProps) {
  if (typeof cellData !== 'object' || cellData === null) return null
  const { places, addresses } = cellData as { places?: unknown; addresses?: unknown }
  return (
    <strong className="panel-suspect">
      {t('panelLicenses.list.places', { places: Number(places ?? 0), addresses: Number(addresses ?? 0) })}
    </strong>
  )
}
