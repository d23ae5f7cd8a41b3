import { PriceTag } from '@/app/_components/Money'
import { Table } from '@/app/_components/Table'
import { textIn } from '@/domain/catalog/localized'
import { currenciesOf, packagePrice } from '@/domain/catalog/price'
import type { Package } from '@/domain/catalog/records'
import { t } from '@/platform/words'
import { licenseFacts } from './licenseWords'

type Props = { packages: readonly Package[]; currencies: readonly string[] }

/** The packages side by side: the price in each currency, and what the license of each allows. */
export function PackageTable({ packages, currencies }: Props) {
  const [first] = packages
  if (!first) return null
  return (
    <Table
      caption={t('storefront.product.allowsTable')}
      hideCaption
      columns={[
        { key: 'fact', label: t('storefront.license.fact'), hideLabel: true },
        ...packages.map((pkg) => ({ key: pkg._id, label: textIn(pkg.name, 'en') })),
      ]}
      rows={[
        ...currenciesOf(packages, currencies).map((currency) => ({
          key: currency,
          cells: {
            fact: t('storefront.license.priceIn', { code: currency.toUpperCase() }),
            ...cellsOf(packages, (pkg) => {
              const price = packagePrice(pkg, currency)
              return price ? <PriceTag price={price} /> : '—'
            }),
          },
        })),
        ...licenseFacts(first).map(({ key, label }) => ({
          key,
          cells: {
            fact: label,
            ...cellsOf(packages, (pkg) => licenseFacts(pkg).find((fact) => fact.key === key)?.value),
          },
        })),
      ]}
    />
  )
}

const cellsOf = <T,>(packages: readonly Package[], cell: (pkg: Package) => T): Record<string, T> =>
  Object.fromEntries(packages.map((pkg) => [pkg._id, cell(pkg)]))
