import { Alert } from '@/app/_components/Alert'
import { LinkButton } from '@/app/_components/Button'
import type { SignedInPerson } from '@/app/_session'
import { t } from '@/platform/words'
import { EnterInPlace } from '../../../(account)/_forms/EnterInPlace'

interface Props {
  order: string
  /** The link of this page: where signing in and registering lead back to. */
  token: string
  /** The address that the order was made with. */
  email: string
  person: SignedInPerson | null
  /** It is the person's, perhaps since this very visit. */
  isOwn: boolean
}

/**
 * The way of a guest's order into an account: forms with the address filled in, or what is left to do for who is signed
 * in with it. Whoever is signed in with another address is not asked: it is not theirs.
 */
export function ClaimOrder({ order, token, email, person, isOwn }: Props) {
  if (isOwn)
    return (
      <Alert tone="success" live="status" className="mt-10" title={t('checkout.order.claimed')}>
        <a className="link" href={`/account/orders/${order}`}>
          {t('checkout.order.openInAccount')}
        </a>
      </Alert>
    )
  if (person && person.email !== email) return null
  return (
    <section
      className="mt-10 rounded-card border border-line bg-mint-wash p-5"
      aria-label={t('checkout.order.claim')}
    >
      <h2>{t('checkout.order.claim')}</h2>
      <p className="mt-2 mb-4 max-w-[60ch]">
        {t(person ? 'checkout.order.claimVerify' : 'checkout.order.claimHint', { email })}
      </p>
      {person ? (
        <LinkButton href="/account/settings" look="outline">
          {t('checkout.order.claimVerifyAction')}
        </LinkButton>
      ) : (
        <EnterInPlace next={`/order/${token}`} email={email} />
      )}
    </section>
  )
}
