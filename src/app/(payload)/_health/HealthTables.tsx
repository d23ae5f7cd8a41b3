import type { JobHealth, ProcessHealth, QueueHealth } from '@/platform/health'
import { hasText, t } from '@/platform/words'
import { startDialog } from '../_books/booksDialogs'
import type { DialogWords } from '../_components/ActDialog'
import { DialogActs } from '../_components/DialogActs'
import { momentOf } from '../_components/moments'
import { PanelTable } from '../_components/PanelTable'

const column = (name: string): string => {
  const key = `panelBooks.health.columns.${name}`
  return hasText(key) ? t(key) : name
}

/** @param words null: who looks may not start jobs. */
export function JobsTable({ jobs, words }: { jobs: readonly JobHealth[]; words: DialogWords | null }) {
  if (jobs.length === 0) return <p className="panel-empty">{t('panelBooks.health.jobsNone')}</p>
  return (
    <PanelTable
      caption={t('panelBooks.health.jobs')}
      heads={[...['job', 'every', 'last', 'result', 'next'].map(column), ...(words ? [column('act')] : [])]}
      rows={jobs.map((job) => ({
        id: job._id,
        cells: [
          <div key="job">
            <strong>{job._id}</strong>
            <p className="panel-hint">{job.purpose}</p>
          </div>,
          job.every,
          job.last ? momentOf(job.last.finishedAt) : t('panelBooks.health.never'),
          <Result key="result" job={job} />,
          job.nextAt ? momentOf(job.nextAt) : t('panelBooks.health.unknown'),
          ...(words ? [<DialogActs key="act" acts={[startDialog(job._id)]} words={words} />] : []),
        ],
      }))}
    />
  )
}

function Result({ job: { last, runningSince, failures, runs } }: { job: JobHealth }) {
  return (
    <div className="panel-verdict" data-wrong={last?.result === 'failed'}>
      {last ? textOf(last) : t('panelBooks.health.neverRan')}
      {runningSince ? (
        <p className="panel-hint">{t('panelBooks.health.runningSince', { since: momentOf(runningSince) })}</p>
      ) : null}
      {failures > 0 ? (
        <p className="panel-hint">{t('panelBooks.health.failures', { failures, runs })}</p>
      ) : null}
    </div>
  )
}

function textOf({ result, text }: NonNullable<JobHealth['last']>): string {
  if (result === 'failed') return t('panelBooks.health.failed', { text: text ?? '' })
  return text === null ? t('panelBooks.health.ok') : t('panelBooks.health.okWith', { text })
}

export const QueuesTable = ({ queues }: { queues: readonly QueueHealth[] }) => (
  <PanelTable
    caption={t('panelBooks.health.queues')}
    heads={['queue', 'due', 'held', 'parked', 'oldest'].map(column)}
    rows={queues.map(({ queue, due, held, parked, oldestSeconds }) => ({
      id: queue,
      cells: [
        queue,
        String(due),
        String(held),
        <span key="parked" className="panel-verdict" data-wrong={parked > 0}>
          {parked}
        </span>,
        oldestSeconds === null
          ? t('panelBooks.health.nothing')
          : t('panelBooks.health.seconds', { seconds: oldestSeconds }),
      ],
    }))}
  />
)

export function ProcessesTable({ processes }: { processes: readonly ProcessHealth[] }) {
  if (processes.length === 0) return <p className="panel-empty">{t('panelBooks.health.processesNone')}</p>
  return (
    <PanelTable
      caption={t('panelBooks.health.processes')}
      heads={['process', 'state', 'since', 'seen', 'memory', 'answered', 'faults', 'cache'].map(column)}
      rows={processes.map(({ _id, kind, host, pid, state, startedAt, seenAt, figures }) => ({
        id: _id,
        cells: [
          `${kind} ${host}:${pid}`,
          <span key="state" className="panel-verdict" data-wrong={state === 'silent'}>
            {t(`panelBooks.health.states.${state}`)}
          </span>,
          momentOf(startedAt),
          momentOf(seenAt),
          figures.memoryBytes === undefined
            ? t('panelBooks.health.unknown')
            : t('panelBooks.health.megabytes', { mb: Math.round(figures.memoryBytes / 1_048_576) }),
          count(figures.requests),
          count(figures.faults),
          shareOf(figures.cacheHits, figures.cacheMisses),
        ],
      }))}
    />
  )
}

const count = (value: number | undefined): string =>
  value === undefined ? t('panelBooks.health.unknown') : String(value)

function shareOf(hits = 0, misses = 0): string {
  if (hits + misses === 0) return t('panelBooks.health.unknown')
  return t('panelBooks.health.percent', { percent: Math.round((100 * hits) / (hits + misses)) })
}
