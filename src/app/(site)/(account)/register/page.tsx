import type { Metadata } from 'next'
import { z } from 'zod'
import { LinkButton } from '@/app/_components/Button'
import { safeReturnPath } from '@/domain/accounts/returnPath'
import { CodedError } from '@/platform/errors'
import { readLink } from '@/platform/links'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../_forms/ActionForm'
import { EntrySheet } from '../_forms/EntrySheet'
import { formWords } from '../_forms/words'
import { registerAction } from './actions'

export const metadata: Metadata = { title: t('account.register.title'), robots: { index: false } }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Registration, and after it where to look: the same for an address that has an account. */
export default async function RegisterPage({ searchParams }: Props) {
  const query = await searchParams
  const sentTo = addressOf(query.sent)
  const next = safeReturnPath(query.next)
  if (sentTo) return <CheckMail email={sentTo} isBuying={next === '/checkout'} />
  return (
    <EntrySheet
      title={t('account.register.title')}
      text={t('account.register.intro')}
      below={
        <>
          <p>
            {t('account.register.haveAccount')}{' '}
            <a className="link" href={next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'}>
              {t('account.signIn.title')}
            </a>
          </p>
          <p>{t('account.register.guestOrders')}</p>
        </>
      }
    >
      <ActionForm action={registerAction} words={formWords()}>
        {next && <input type="hidden" name="next" value={next} />}
        <FormField name="name" label={t('account.name')} autoComplete="name" maxLength={80} required />
        <FormField
          name="email"
          label={t('account.email')}
          type="email"
          autoComplete="username"
          defaultValue={typeof query.email === 'string' ? query.email.slice(0, 254) : undefined}
          required
        />
        <FormField
          name="password"
          label={t('account.password')}
          hint={t('account.passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          required
        />
        <FormButton look="mint" working={t('account.working')}>
          {t('account.register.submit')}
        </FormButton>
      </ActionForm>
    </EntrySheet>
  )
}

/** @param isBuying came from the checkout: the cart waits there, and nobody has to wait for a mail to buy. */
function CheckMail({ email, isBuying }: { email: string; isBuying: boolean }) {
  return (
    <EntrySheet
      title={t('account.checkMail.title')}
      text={t('account.checkMail.text', { email })}
      below={<p>{t('account.checkMail.nothing')}</p>}
    >
      {isBuying && (
        <div className="mb-6">
          <p className="mb-3">{t('account.checkMail.buying')}</p>
          <LinkButton href="/checkout" look="mint">
            {t('account.checkMail.goOnBuying')}
          </LinkButton>
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/sign-in">{t('account.checkMail.signIn')}</LinkButton>
        <LinkButton href="/register" look="outline">
          {t('account.checkMail.again')}
        </LinkButton>
      </div>
    </EntrySheet>
  )
}

const claims = z.object({ sent: z.string() })

/** The address that a mail was sent to; null when the page was not reached by our own redirect. */
function addressOf(sent: unknown): string | null {
  if (typeof sent !== 'string') return null
  try {
    return readLink('account-link', sent, claims).sent
  } catch (error) {
    if (error instanceof CodedError) return null
    throw error
  }
}
