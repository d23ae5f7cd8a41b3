import type { Metadata } from 'next'
import { LinkButton } from '@/app/_components/Button'
import { server } from '@/app/_server'
import { currentPerson } from '@/app/_session'
import { peekToken } from '@/domain/accounts/accountTokens'
import { safeReturnPath } from '@/domain/accounts/returnPath'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../_forms/ActionForm'
import { EntrySheet } from '../../_forms/EntrySheet'
import { formWords } from '../../_forms/words'
import { verifyAction } from './actions'

export const metadata: Metadata = {
  title: t('account.verify.title'),
  robots: { index: false },
  // The address of this page holds a secret. Not `no-referrer`: forms would then be sent without their origin.
  referrer: 'same-origin',
}

interface Props {
  params: Promise<{ token: string }>
  searchParams: Promise<{ next?: string | string[] }>
}

/** Where the link of the mail leads. Opening it changes nothing, because programs open links too: the button does. */
export default async function VerifyPage({ params, searchParams }: Props) {
  const [{ token: secret }, { next }, { database }] = await Promise.all([params, searchParams, server()])
  const token = await peekToken(database, 'verify-email', secret)
  if (!token) return <Unusable />
  const person = await currentPerson()
  const isOwn = person?.id === token.user
  const wanted = safeReturnPath(next)
  return (
    <EntrySheet
      title={t('account.verify.title')}
      text={t('account.verify.text', { email: token.email })}
      below={
        !isOwn && (
          <>
            <p>
              {t('account.verify.forgotten')}{' '}
              <a className="link" href="/forgot-password">
                {t('account.verify.setNew')}
              </a>
            </p>
            <p>{t('account.verify.notYou')}</p>
          </>
        )
      }
    >
      <ActionForm action={verifyAction} words={formWords()}>
        <input type="hidden" name="secret" value={secret} />
        {wanted && <input type="hidden" name="next" value={wanted} />}
        {!isOwn && (
          <>
            <p>{t('account.verify.withPassword')}</p>
            <input type="email" name="username" autoComplete="username" value={token.email} readOnly hidden />
            <FormField
              name="password"
              label={t('account.password')}
              type="password"
              autoComplete="current-password"
              maxLength={256}
              required
            />
          </>
        )}
        <FormButton look="mint" working={t('account.working')}>
          {t('account.verify.submit')}
        </FormButton>
      </ActionForm>
    </EntrySheet>
  )
}

function Unusable() {
  return (
    <EntrySheet title={t('account.verify.unusable')} text={t('account.verify.unusableText')}>
      <LinkButton href="/sign-in?next=/account">{t('account.signIn.title')}</LinkButton>
    </EntrySheet>
  )
}
