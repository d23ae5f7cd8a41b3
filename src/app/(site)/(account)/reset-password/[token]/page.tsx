import type { Metadata } from 'next'
import { LinkButton } from '@/app/_components/Button'
import { server } from '@/app/_server'
import { peekToken } from '@/domain/accounts/accountTokens'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../_forms/ActionForm'
import { EntrySheet } from '../../_forms/EntrySheet'
import { formWords } from '../../_forms/words'
import { resetAction } from './actions'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = {
  title: t('account.reset.title'),
  robots: { index: false },
  // The address of this page holds a secret. Not `no-referrer`: forms would then be sent without their origin.
  referrer: 'same-origin',
}

/** Where the link of the mail leads: choose a new password. */
export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token: secret }, { database }] = await Promise.all([params, server()])
  const token = await peekToken(database, 'reset-password', secret)
  if (!token) return <Unusable />
  return (
    <EntrySheet title={t('account.reset.title')} text={t('account.reset.text', { email: token.email })}>
      <ActionForm action={resetAction} words={formWords()}>
        <input type="hidden" name="secret" value={secret} />
        <input type="email" name="username" autoComplete="username" value={token.email} readOnly hidden />
        <FormField
          name="password"
          label={t('account.newPassword')}
          hint={t('account.passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          required
        />
        <FormButton look="mint" working={t('account.working')}>
          {t('account.reset.submit')}
        </FormButton>
      </ActionForm>
    </EntrySheet>
  )
}

function Unusable() {
  return (
    <EntrySheet title={t('account.reset.unusable')} text={t('account.reset.unusableText')}>
      <LinkButton href="/forgot-password">{t('account.reset.again')}</LinkButton>
    </EntrySheet>
  )
}
