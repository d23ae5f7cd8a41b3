import { Gutter } from '@payloadcms/ui'
import type { ListViewServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { databaseOf } from '@/platform/documentTransaction'
import { isFrozen, jobHealth, processHealth, queueHealth, replicationHealth } from '@/platform/health'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { booksDialogWords } from '../_books/booksDialogs'
import { FollowRun } from '../_components/FollowRun'
import { JobsTable, ProcessesTable, QueuesTable } from './HealthTables'

/** Jobs, queues, processes and the database, as they are now; support looks, an admin starts jobs (OPS-1). */
export async function HealthView({ payload, user }: ListViewServerProps) {
  if (!hasStaffRole(user, 'support'))
    return (
      <Gutter>
        <p role="alert">{t('panelBooks.health.forbidden')}</p>
      </Gutter>
    )
  const database = databaseOf(payload)
  const [jobs, queues, processes, replication, frozen] = await Promise.all([
    jobHealth(database),
    queueHealth(database, now()),
    processHealth(database),
    replicationHealth(database),
    isFrozen(database),
  ])
  const mayStart = hasStaffRole(user, 'admin')
  return (
    <main>
      <Gutter className="panel-page">
        <h1>{t('panelBooks.health.title')}</h1>
        <section className="panel-page__state" data-locked={frozen}>
          <p>{t(frozen ? 'panelBooks.health.frozen' : 'panelBooks.health.notFrozen')}</p>
          <p>
            {replication
              ? t('panelBooks.health.replica', {
                  healthy: replication.healthy,
                  members: replication.members,
                  lag: replication.lagSeconds,
                })
              : t('panelBooks.health.replicaUnknown')}
          </p>
        </section>
        <section>
          <h2>{t('panelBooks.health.queues')}</h2>
          <QueuesTable queues={queues} />
          <p className="panel-hint">{t('panelBooks.health.parkedHint')}</p>
        </section>
        <section>
          <h2>{t('panelBooks.health.processes')}</h2>
          <ProcessesTable processes={processes} />
        </section>
        <section>
          <h2>{t('panelBooks.health.jobs')}</h2>
          <JobsTable jobs={jobs} words={mayStart ? booksDialogWords() : null} />
        </section>
        <FollowRun everyMs={5_000} />
      </Gutter>
    </main>
  )
}
