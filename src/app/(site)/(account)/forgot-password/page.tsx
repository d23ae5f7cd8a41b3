import type { Metadata } from 'next'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../_forms/ActionForm'
import { EntrySheet } from '../_forms/EntrySheet'
import { formWords } from '../_forms/words'
import { forgotAction } from './actions'

export const metadata: Metadata = { title: t('account.forgot.title'), robots: { index: false } }

/** Asks for the link that sets a new password. */
export default function ForgotPasswordPage() {
  return (
    <EntrySheet
      title={t('account.forgot.title')}
      text={t('account.forgot.text')}
      below={
        <a className="link justify-self-start" href="/sign-in">
          {t('account.checkMail.signIn')}
        </a>
      }
    >
      <ActionForm action={forgotAction} words={formWords()}>
        <FormField name="email" label={t('account.email')} type="email" autoComplete="username" required />
        <FormButton look="mint" working={t('account.working')}>
          {t('account.forgot.submit')}
        </FormButton>
      </ActionForm>
    </EntrySheet>
  )
}
