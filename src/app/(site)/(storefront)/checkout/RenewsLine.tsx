import { dateWords } from '@/app/_components/DateTime'
import { lineText } from '@/domain/orders/lineText'
import type { PricedLine } from '@/domain/orders/priceCart'
import { t } from '@/platform/words'

/** Under the name of a line that renews: which license, and to when. */
export function RenewsLine({ renews: { license, after } }: { renews: NonNullable<PricedLine['renews']> }) {
  const end = after.expiresAt ?? after.updatesUntil ?? after.supportUntil
  const until = after.expiresAt ? 'until' : after.updatesUntil ? 'updates' : 'support'
  return (
    <span className="block text-small text-ink-2">
      <span className="font-semibold text-ink">{t('renewals.badge')}</span>{' '}
      {t('renewals.ofKey', { key: license.maskedKey })}
      {end && `, ${t(`renewals.${until}`, { date: dateWords(end) })}`}
    </span>
  )
}

/** The line in words, for names that are heard. */
export const pricedLineText = ({ product, package: pkg, renews }: PricedLine): string =>
  lineText({
    productName: product.name.en,
    packageName: pkg.name.en,
    renews: renews && { license: renews.license._id, maskedKey: renews.license.maskedKey, ...renews.after },
  })
