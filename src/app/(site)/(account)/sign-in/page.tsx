import type { Metadata } from 'next'
import { Alert } from '@/app/_components/Alert'
import { Button, LinkButton } from '@/app/_components/Button'
import { currentPerson } from '@/app/_session'
import { landingPath, safeReturnPath } from '@/domain/accounts/returnPath'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../_forms/ActionForm'
import { EntrySheet } from '../_forms/EntrySheet'
import { formWords } from '../_forms/words'
import { signInAction } from './actions'

export const metadata: Metadata = { title: t('account.signIn.title'), robots: { index: false } }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The one sign-in page: customers, sellers and staff. */
export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams
  const next = safeReturnPath(query.next)
  const person = await currentPerson()
  if (person) return <SignedInAlready email={person.email} next={landingPath(person, next)} />
  return (
    <EntrySheet
      title={t('account.signIn.title')}
      below={
        <p>
          {t('account.signIn.noAccount')}{' '}
          <a className="link" href={next ? `/register?next=${encodeURIComponent(next)}` : '/register'}>
            {t('account.signIn.register')}
          </a>
        </p>
      }
    >
      <Notice notice={query.notice} needed={next !== null} />
      <ActionForm action={signInAction} words={formWords()}>
        {next && <input type="hidden" name="next" value={next} />}
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
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
        />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <FormButton look="mint" working={t('account.working')}>
            {t('account.signIn.submit')}
          </FormButton>
          <a className="link text-small" href="/forgot-password">
            {t('account.signIn.forgot')}
          </a>
        </div>
      </ActionForm>
    </EntrySheet>
  )
}

function Notice({ notice, needed }: { notice: unknown; needed: boolean }) {
  if (notice === 'reset')
    return (
      <Alert tone="success" live="status" className="mb-5">
        {t('account.signIn.afterReset')}
      </Alert>
    )
  if (notice === 'signed-out')
    return (
      <Alert tone="success" live="status" className="mb-5">
        {t('account.signIn.afterSignOut')}
      </Alert>
    )
  if (notice === 'signed-out-everywhere')
    return (
      <Alert tone="success" live="status" className="mb-5">
        {t('account.signIn.afterSignOutEverywhere')}
      </Alert>
    )
  return needed ? <p className="mb-5 text-ink-2">{t('account.signIn.needed')}</p> : null
}

/** No redirect: a link from another site that the panel did not trust would go round in a circle. */
function SignedInAlready({ email, next }: { email: string; next: string }) {
  return (
    <EntrySheet title={t('account.signIn.title')} text={t('account.signIn.signedInAs', { email })}>
      <div className="flex flex-wrap gap-3">
        <LinkButton href={next} look="mint">
          {t('account.signIn.goOn')}
        </LinkButton>
        <form action="/sign-out" method="post">
          <Button look="outline">{t('account.signIn.otherAccount')}</Button>
        </form>
      </div>
    </EntrySheet>
  )
}
