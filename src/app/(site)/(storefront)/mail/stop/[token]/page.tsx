import type { Metadata } from 'next'
import { Button } from '@/app/_components/Button'
import { ErrorView } from '@/app/_components/ErrorView'
import { server } from '@/app/_server'
import { readStopToken, stopMails } from '@/domain/notifications/mailStops'
import { viewRecovery } from '@/domain/orders/recoverCart'
import { CodedError } from '@/platform/errors'
import { t } from '@/platform/words'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = {
  title: t('checkout.stopMails.title'),
  robots: { index: false },
  referrer: 'same-origin',
}

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ allowed?: string }> }

/**
 * One click on the link of a mail stops its kind: opening this page does it. A program that opens links can do no worse
 * than a mail that is missed, and the button takes it back.
 */
export default async function StopMailsPage({ params, searchParams }: Props) {
  const [{ token }, { allowed }] = await Promise.all([params, searchParams])
  const { database } = await server()
  const orderId = orderOf(token)
  const recovery = orderId && (await viewRecovery(database, orderId))
  if (!recovery)
    return <ErrorView title={t('checkout.recover.link_invalid')} text={t('checkout.stopMails.linkHint')} />
  const { email } = recovery
  if (!allowed) await stopMails(database, 'cart-reminder', email)
  return (
    <div className="page py-12 lg:py-20">
      <div className="mx-auto max-w-md">
        <h1 className="text-title">
          {t(allowed ? 'checkout.stopMails.allowed' : 'checkout.stopMails.title')}
        </h1>
        <p className="mt-3 text-ink-2">
          {allowed ? t('checkout.stopMails.allowedText') : t('checkout.stopMails.text', { email })}
        </p>
        {!allowed && (
          <form method="post" action={`/mail/stop/${token}/now`} className="mt-6">
            <input type="hidden" name="act" value="allow" />
            <Button look="outline">{t('checkout.stopMails.undo')}</Button>
          </form>
        )}
      </div>
    </div>
  )
}

function orderOf(token: string): string | null {
  try {
    return readStopToken(token)
  } catch (error) {
    if (error instanceof CodedError) return null
    throw error
  }
}
