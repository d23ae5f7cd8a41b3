import { CopyField } from '@/app/_components/CopyField'
import type { Product } from '@/domain/catalog/records'
import { t } from '@/platform/words'

/**
 * How a Composer package gets into a project from the archive that is bought here: unpacked beside the project and
 * required from its path.
 */
export function Install({ product }: { product: Pick<Product, 'handle' | 'slug'> }) {
  return (
    <ol className="grid max-w-[65ch] gap-4">
      <li>{t('storefront.install.unpack', { folder: `packages/${product.slug}` })}</li>
      <li>
        <CopyField
          label={t('storefront.install.path')}
          value={`composer config repositories.${product.slug} path packages/${product.slug}`}
        />
      </li>
      <li>
        <CopyField label={t('storefront.install.require')} value={`composer require ${product.handle}`} />
      </li>
    </ol>
  )
}
