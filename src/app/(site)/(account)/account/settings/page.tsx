import type { Metadata } from 'next'
import { Badge } from '@/app/_components/Badge'
import { Button } from '@/app/_components/Button'
import { DateTime } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import { Table } from '@/app/_components/Table'
import { server } from '@/app/_server'
import { requirePerson, type SignedInPerson } from '@/app/_session'
import { browserName, listSessions, type SessionRow } from '@/domain/accounts/listSessions'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../_forms/ActionForm'
import { formWords } from '../../_forms/words'
import { PageTitle } from '../_parts/PageTitle'
import { endAllSessions, endOneSession, endOtherSessions, saveName, savePassword } from './actions'

export const metadata: Metadata = { title: t('account.settings.title') }

/** Name, password, and where the person is signed in. */
export default async function SettingsPage() {
  const person = await requirePerson('/account/settings')
  const { database } = await server()
  const sessions = await listSessions(database, { userId: person.id, sessionId: person.sessionId })
  return (
    <>
      <PageTitle>{t('account.settings.title')}</PageTitle>
      <Profile person={person} />
      <Password email={person.email} />
      <Sessions sessions={sessions} />
    </>
  )
}

function Profile({ person }: { person: SignedInPerson }) {
  return (
    <section aria-labelledby="profile">
      <SectionHead id="profile" title={t('account.settings.profile')} />
      <p className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-ink-2">{t('account.settings.address')}</span>
        <span className="wrap-anywhere">{person.email}</span>
        <Badge tone={person.emailVerified ? 'good' : 'warning'}>
          {t(person.emailVerified ? 'account.settings.verified' : 'account.settings.unverified')}
        </Badge>
      </p>
      <ActionForm action={saveName} words={formWords()} className="max-w-md">
        <FormField
          name="name"
          label={t('account.name')}
          hint={t('account.settings.profileHint')}
          autoComplete="name"
          maxLength={80}
          defaultValue={person.name}
          required
        />
        <FormButton working={t('account.working')}>{t('account.settings.saveName')}</FormButton>
      </ActionForm>
    </section>
  )
}

function Password({ email }: { email: string }) {
  return (
    <section aria-labelledby="password-head" className="mt-10">
      <SectionHead id="password-head" title={t('account.settings.password')} />
      <ActionForm action={savePassword} words={formWords()} className="max-w-md">
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <FormField
          name="current"
          label={t('account.settings.current')}
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
        />
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
        <FormButton working={t('account.working')}>{t('account.settings.savePassword')}</FormButton>
      </ActionForm>
    </section>
  )
}

function Sessions({ sessions }: { sessions: readonly SessionRow[] }) {
  return (
    <section aria-labelledby="sessions" className="mt-10">
      <SectionHead id="sessions" title={t('account.settings.sessions')} />
      <Table
        caption={t('account.settings.sessionsCaption')}
        hideCaption
        columns={[
          { key: 'browser', label: t('account.settings.browser') },
          { key: 'from', label: t('account.settings.from') },
          { key: 'since', label: t('account.settings.since') },
          { key: 'seen', label: t('account.settings.seen') },
          { key: 'act', label: t('account.settings.act') },
        ]}
        rows={sessions.map((session) => ({
          key: session.id,
          cells: {
            browser: (
              <span className="flex min-w-36 flex-wrap items-center gap-2">
                {browserWords(session.userAgent)}
                {session.current && <Badge tone="good">{t('account.settings.thisBrowser')}</Badge>}
              </span>
            ),
            from: session.network ?? '–',
            since: <DateTime at={session.signedInAt} time />,
            seen: <DateTime at={session.lastSeenAt} time />,
            act: session.current ? '–' : <EndOne session={session} />,
          },
        }))}
      />
      <p className="mt-3 text-small text-ink-2">{t('account.settings.sessionsHint')}</p>
      <div className="mt-5 flex flex-wrap items-start gap-3">
        <ActionForm action={endOtherSessions} words={formWords()}>
          <FormButton look="outline" working={t('account.working')}>
            {t('account.settings.signOutOthers')}
          </FormButton>
        </ActionForm>
        <ActionForm action={endAllSessions} words={formWords()}>
          <FormButton look="outline" working={t('account.working')}>
            {t('account.settings.signOutEverywhere')}
          </FormButton>
        </ActionForm>
        <form action="/sign-out" method="post">
          <Button look="outline">{t('account.settings.signOut')}</Button>
        </form>
      </div>
    </section>
  )
}

function EndOne({ session }: { session: SessionRow }) {
  return (
    <ActionForm action={endOneSession} words={formWords()}>
      <input type="hidden" name="session" value={session.id} />
      <FormButton look="outline" size="small" working={t('account.working')}>
        {t('account.settings.signOutOne')}
        <span className="sr-only"> {browserWords(session.userAgent)}</span>
      </FormButton>
    </ActionForm>
  )
}

function browserWords(userAgent: string | null): string {
  const known = browserName(userAgent)
  return known ? t('account.settings.browserOn', known) : t('account.settings.unknownBrowser')
}
