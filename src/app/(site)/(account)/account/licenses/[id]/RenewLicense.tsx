import { cartHolder } from '@/app/_cart'
import { dateWords } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import { server } from '@/app/_server'
import { graceEnd, type LicenseWindows } from '@/domain/licensing/licenseWindows'
import type { License } from '@/domain/licensing/records'
import { offerRenewal } from '@/domain/orders/addRenewal'
import type { RenewalOffer } from '@/domain/orders/renewalOffer'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'
import { ActionForm, FormButton } from '../../../_forms/ActionForm'
import { formWords } from '../../../_forms/words'
import { renewAction } from './renewActions'

type Offered = Extract<RenewalOffer, { refused: null }>

/** One more term for this license: what it gives and costs, before anything is paid. Nothing where nothing ends. */
export async function RenewLicense({ license, now }: { license: License; now: Date }) {
  const { database } = await server()
  const offer = await offerRenewal(database, { license, holder: await cartHolder(), now })
  if (!offer) return null
  return (
    <section aria-labelledby="renew" className="mt-10">
      <SectionHead id="renew" title={t('renewals.title')} />
      {offer.refused ? <Refused refused={offer.refused} /> : <Offer license={license} offer={offer} />}
    </section>
  )
}

function Refused({ refused }: { refused: NonNullable<RenewalOffer['refused']> }) {
  return (
    <p className="max-w-[68ch]">
      {t(`renewals.refused.${refused}`)}{' '}
      {refused !== 'suspended' && (
        <a className="link" href="#requests">
          {t('renewals.ask')}
        </a>
      )}
    </p>
  )
}

function Offer({ license, offer }: { license: License; offer: Offered }) {
  const price = formatMoney(offer.priceMinor, offer.currency)
  const each = formatMoney(offer.unitPriceMinor, offer.currency)
  const main = mainEnd(license, offer.after)
  return (
    <>
      <p className="max-w-[68ch]">{begins(license, offer)}</p>
      <p className="mt-2 max-w-[68ch] text-ink-2">
        {[...alsoUntil(license, offer.after, main.end), t('renewals.keeps')].join(' ')}
        {offer.quantity > 1 && ` ${t('renewals.pieces', { count: offer.quantity, price: each })}`}
      </p>
      <ActionForm action={renewAction} words={formWords()} className="mt-4 gap-3">
        <input type="hidden" name="license" value={license._id} />
        <FormButton look="mint" working={t('account.working')}>
          {t(`renewals.submit.${main.name}`, {
            date: main.date ? dateWords(main.date) : '',
            price: offer.priceMinor === 0 ? t('renewals.free') : price,
          })}
        </FormButton>
      </ActionForm>
      <p className="mt-2 text-small text-ink-2">{t('renewals.inCart')}</p>
    </>
  )
}

function begins({ expiresAt, terms }: License, { timing }: Offered): string {
  const grace = graceEnd(expiresAt, terms.graceDays)
  return t(`renewals.intro.${timing}`, {
    end: expiresAt ? dateWords(expiresAt) : '',
    grace: grace ? dateWords(grace) : '',
  })
}

/** What the buyer renews for: the end of the license, else that of its updates, else that of its support. */
function mainEnd(license: License, after: LicenseWindows) {
  if (after.expiresAt && license.terms.term !== 'lifetime')
    return { end: 'expiresAt', name: 'until', date: after.expiresAt } as const
  if (moves(license, after, 'updatesUntil'))
    return { end: 'updatesUntil', name: 'updates', date: after.updatesUntil } as const
  return { end: 'supportUntil', name: 'support', date: after.supportUntil } as const
}

const moves = (license: License, after: LicenseWindows, end: keyof LicenseWindows): boolean =>
  (after[end]?.getTime() ?? 0) > (license[end]?.getTime() ?? Number.POSITIVE_INFINITY)

/** The other windows that move, where they end on another day than what the button says. */
function alsoUntil(license: License, after: LicenseWindows, main: keyof LicenseWindows): string[] {
  const windows = [
    ['updatesUntil', 'updates'],
    ['supportUntil', 'support'],
  ] as const
  return windows.flatMap(([end, name]) => {
    const date = after[end]
    const differs = end !== main && date?.getTime() !== after[main]?.getTime()
    return date && differs && moves(license, after, end)
      ? [t(`renewals.also.${name}`, { date: dateWords(date) })]
      : []
  })
}
