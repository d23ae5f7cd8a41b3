import { StateBadge } from '@/app/_components/Badge'
import { LinkButton } from '@/app/_components/Button'
import { CopyField } from '@/app/_components/CopyField'
import { dateWords } from '@/app/_components/DateTime'
import { LicenseCard } from '@/app/_components/LicenseCard'
import { Money } from '@/app/_components/Money'
import type { License } from '@/domain/licensing/records'
import type { OrderLine } from '@/domain/orders/viewOrder'
import { t } from '@/platform/words'
import { RenewalDone } from './RenewalDone'

/** One line of the order: its licenses with their keys, the files, and how to begin. */
export function OrderLineView({
  line,
  token,
  fulfilled,
}: {
  line: OrderLine
  token: string
  fulfilled: boolean
}) {
  const { item, licenses, renewal, newest } = line
  return (
    <section aria-labelledby={item._id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-ink pt-4">
        <h2 id={item._id}>
          {item.productName} · {item.packageName}
          {item.renews && (
            <span className="block text-small font-normal text-ink-2">
              {t('renewals.badge')} {t('renewals.ofKey', { key: item.renews.maskedKey })}
            </span>
          )}
        </h2>
        <p>
          {item.quantity > 1 && `${item.quantity} × `}
          <Money amountMinor={item.unitPriceMinor} currency={item.currency} />
        </p>
      </div>
      <p className="text-small text-ink-2">{t('checkout.cart.soldBy', { seller: item.sellerName })}</p>
      {renewal && <RenewalDone renewal={renewal} />}
      <div className="mt-5 grid gap-5 empty:hidden lg:grid-cols-2">
        {licenses.map(({ license, key }) => (
          <LicenseCard
            key={license._id}
            id={license._id}
            caption={t('checkout.order.license')}
            title={`${item.productName} · ${item.packageName}`}
            state={<StateBadge of="license" state={license.status} />}
            licenseKey={{ label: t('checkout.order.key'), value: key }}
            facts={facts(license)}
          >
            {license.status === 'active' &&
              newest?.files.map((file) => (
                <LinkButton
                  key={file.file}
                  href={`/order/${token}/download/${license._id}/${file.file}`}
                  look="outline"
                  size="small"
                >
                  {t('checkout.order.download', { name: file.name, version: file.version })}
                </LinkButton>
              ))}
          </LicenseCard>
        ))}
      </div>
      {fulfilled && licenses[0]?.license.status === 'active' && (
        <Instructions handle={item.handle} licenseKey={licenses[0].key} />
      )}
      {newest && newest.files.length > 0 && (
        <details className="mt-4 text-small">
          <summary className="cursor-pointer py-1 underline underline-offset-3">
            {t('checkout.order.checksums')}
          </summary>
          <ul className="mt-2 grid gap-1">
            {newest.files.map((file) => (
              <li key={file.file} className="font-mono text-label break-all">
                {file.sha256} {file.name}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Instructions({ handle, licenseKey }: { handle: string; licenseKey: string }) {
  return (
    <div className="mt-5 max-w-3xl">
      <h3>{t('checkout.order.begin')}</h3>
      <p className="mt-1 text-ink-2">{t('checkout.order.beginHint')}</p>
      <CopyField
        className="mt-3"
        label={t('checkout.order.env')}
        value={`MINTREU_LICENSE_KEY=${licenseKey}\nMINTREU_PRODUCT=${handle}`}
      />
    </div>
  )
}

function facts(license: License): { label: string; value: string }[] {
  return [
    {
      label: t('checkout.order.places'),
      value:
        license.seats === null ? t('checkout.order.unlimited') : `${license.seatsTaken} / ${license.seats}`,
    },
    {
      label: t('checkout.order.ends'),
      value: license.expiresAt ? dateWords(license.expiresAt) : t('checkout.order.never'),
    },
    {
      label: t('checkout.order.updatesUntil'),
      value: license.updatesUntil ? dateWords(license.updatesUntil) : t('checkout.order.always'),
    },
  ]
}
