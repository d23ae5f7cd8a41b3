import type { DefaultServerCellComponentProps } from 'payload'
import { formatMoney } from '@/platform/money'

/** An amount of a list row as money; as the plain number where the list does not show the currency. */
export function MinorCell({ cellData, rowData }: DefaultServerCellComponentProps) {
  if (typeof cellData !== 'number') return null
  const currency: unknown = rowData?.currency
  return (
    <span className="panel-number">
      {typeof currency === 'string' && currency ? formatMoney(cellData, currency) : cellData}
    </span>
  )
}
