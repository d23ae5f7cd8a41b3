import { wordsFor } from '@/platform/words'
import type { OrderItem } from './records'

/** What a line is for, in words: an invoice, the provider's page and mails say it alike. The key stays masked. */
export function lineText(
  { productName, packageName, renews }: Pick<OrderItem, 'productName' | 'packageName' | 'renews'>,
  locale = 'en',
): string {
  return renews
    ? wordsFor(locale)('renewals.line', {
        product: productName,
        package: packageName,
        key: renews.maskedKey,
      })
    : `${productName}, ${packageName}`
}
