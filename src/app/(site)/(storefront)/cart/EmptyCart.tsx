import { LinkButton } from '@/app/_components/Button'
import { EmptyState } from '@/app/_components/EmptyState'
import { t } from '@/platform/words'

/** Why nothing is here: bought in another tab, kept in an account, or not begun. */
export function EmptyCart({ boughtAs, isKept }: { boughtAs: string | null; isKept: boolean }) {
  if (boughtAs)
    return (
      <EmptyState
        title={t('checkout.cart.bought')}
        action={<LinkButton href={`/order/${boughtAs}`}>{t('checkout.cart.openOrder')}</LinkButton>}
      >
        {t('checkout.cart.boughtHint')}
      </EmptyState>
    )
  if (isKept)
    return (
      <EmptyState
        title={t('checkout.cart.kept')}
        action={<LinkButton href="/sign-in?next=/cart">{t('account.signIn.submit')}</LinkButton>}
      >
        {t('checkout.cart.keptHint')}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t('checkout.cart.empty')}
      action={<LinkButton href="/browse">{t('checkout.cart.browse')}</LinkButton>}
    >
      {t('checkout.cart.emptyHint')}
    </EmptyState>
  )
}
