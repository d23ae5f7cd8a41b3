import { Gutter } from '@payloadcms/ui'
import type { ListViewServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { type BooksPage, booksPage } from '@/domain/orders/oracle/booksPage'
import type { OracleRun } from '@/domain/orders/oracle/records'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { DialogActs } from '../_components/DialogActs'
import { FollowRun } from '../_components/FollowRun'
import { momentOf } from '../_components/moments'
import { reasonWords } from '../_components/reasonWords'
import { StateActs } from '../_components/StateActs'
import { BrakesTable, ChecksTable, checkName, ProblemsTable, RunsTable } from './BooksTables'
import { booksDialogWords, releaseDialog } from './booksDialogs'

/** The books: do database and provider agree, since when not, and what is frozen because of it. For finance. */
export async function BooksView({ payload, user }: ListViewServerProps) {
  if (!hasStaffRole(user, 'finance'))
    return (
      <Gutter>
        <p role="alert">{t('panelBooks.forbidden')}</p>
      </Gutter>
    )
  const page = await booksPage(databaseOf(payload))
  return (
    <main>
      <Gutter className="panel-page">
        <div className="panel-page__head">
          <h1>{t('panelBooks.title')}</h1>
          <StateActs
            endpoint="/api/oracle-runs"
            acts={[{ path: 'check', label: t('panelBooks.checkNow'), asksWhy: false }]}
            words={reasonWords()}
          />
        </div>
        <p className="panel-hint">{t('panelBooks.hint')}</p>
        {page.brake ? <BrakeNotice page={page} /> : null}
        {page.running ? <Progress run={page.running} /> : null}
        <LastRun run={page.last} />
        {page.runs.length > 0 ? (
          <section>
            <h2>{t('panelBooks.runs')}</h2>
            <RunsTable runs={page.runs} />
          </section>
        ) : null}
        <section>
          <h2>{t('panelBooks.brakes')}</h2>
          <BrakesTable brakes={page.brakes} />
        </section>
      </Gutter>
    </main>
  )
}

function BrakeNotice({ page: { brake, last, waitingOrders } }: { page: BooksPage }) {
  if (!brake) return null
  const isClean = last?.state === 'green' || last?.state === 'late'
  return (
    <section className="panel-page__state" data-locked="true">
      <p>
        <strong>{t('panelBooks.frozen', { since: momentOf(brake.since) })}</strong>{' '}
        {t('panelBooks.frozenOrders', { count: waitingOrders })}
      </p>
      <DialogActs acts={[releaseDialog(isClean)]} words={booksDialogWords()} />
    </section>
  )
}

function Progress({ run: { state, progress } }: { run: OracleRun }) {
  const text = progress
    ? t('panelBooks.progress', {
        done: progress.done,
        total: progress.total,
        check: checkName(progress.check),
      })
    : t(`panelBooks.state.${state}`)
  return (
    <section aria-live="polite" className="panel-progress">
      <p>{text}</p>
      <progress aria-label={text} value={progress?.done ?? 0} max={progress?.total ?? 1} />
      {state === 'queued' ? <p className="panel-hint">{t('panelBooks.queuedHint')}</p> : null}
      <FollowRun everyMs={1_000} />
    </section>
  )
}

function LastRun({ run }: { run: OracleRun | null }) {
  if (!run) return <p className="panel-empty">{t('panelBooks.never')}</p>
  const wrong = run.problems.filter(({ late }) => !late)
  const late = run.problems.filter((problem) => problem.late)
  const kept = run.wrong + run.tardy - run.problems.length
  return (
    <>
      <section className="panel-page__state" data-locked={run.state === 'red' || run.state === 'failed'}>
        <p>
          <strong>{t(`panelBooks.state.${run.state}`)}</strong>
        </p>
        {run.finishedAt ? <p>{t('panelBooks.lastLooked', { at: momentOf(run.finishedAt) })}</p> : null}
      </section>
      {wrong.length > 0 ? (
        <section>
          <h2>{t('panelBooks.problems')}</h2>
          <ProblemsTable caption={t('panelBooks.problems')} problems={wrong} />
        </section>
      ) : null}
      {late.length > 0 ? (
        <section>
          <h2>{t('panelBooks.lateRows')}</h2>
          <ProblemsTable caption={t('panelBooks.lateRows')} problems={late} />
        </section>
      ) : null}
      {kept > 0 ? <p className="panel-hint">{t('panelBooks.problemsMore', { count: kept })}</p> : null}
      <section>
        <h2>{t('panelBooks.checks')}</h2>
        <ChecksTable checks={run.checks} />
      </section>
    </>
  )
}
