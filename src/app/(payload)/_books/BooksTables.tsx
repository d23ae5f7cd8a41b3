import type { BookProblem } from '@/domain/orders/bookProblem'
import type { BooksPage } from '@/domain/orders/oracle/booksPage'
import type { OracleRun } from '@/domain/orders/oracle/records'
import { hasText, t } from '@/platform/words'
import { momentOf } from '../_components/moments'
import { PanelTable } from '../_components/PanelTable'
import { reasonWords } from '../_components/reasonWords'
import { StateActs } from '../_components/StateActs'
import { rowAddress } from './rowAddress'

const column = (name: string): string => {
  const key = `panelBooks.columns.${name}`
  return hasText(key) ? t(key) : name
}

/** Of an order the provider can be asked again, which mends what it missed. */
export function ProblemsTable({ caption, problems }: { caption: string; problems: readonly BookProblem[] }) {
  return (
    <PanelTable
      caption={caption}
      heads={[column('invariant'), column('row'), column('detail'), column('act')]}
      rows={problems.map(({ invariant, row, detail }) => {
        const address = rowAddress(row)
        return {
          id: `${invariant} ${row} ${detail}`,
          cells: [
            invariant,
            address ? (
              <a key="row" href={address}>
                {row}
              </a>
            ) : (
              row
            ),
            detail,
            row.startsWith('ord_') ? (
              <StateActs
                key="act"
                endpoint="/api/oracle-runs"
                acts={[{ path: `ask/${row}`, label: t('panelBooks.ask'), asksWhy: false }]}
                words={reasonWords()}
              />
            ) : null,
          ],
        }
      })}
    />
  )
}

export function ChecksTable({ checks }: { checks: OracleRun['checks'] }) {
  return (
    <PanelTable
      caption={t('panelBooks.checks')}
      heads={[column('result'), column('check'), column('took')]}
      rows={checks.map(({ name, wrong, late, ms, error }) => ({
        id: name,
        cells: [
          <span key="result" className="panel-verdict" data-wrong={wrong > 0 || error !== null}>
            {resultOf({ wrong, late, error })}
          </span>,
          checkName(name),
          t('panelBooks.ms', { ms }),
        ],
      }))}
    />
  )
}

export function checkName(name: string): string {
  const key = `panelBooks.names.${name}`
  return hasText(key) ? t(key) : name
}

function resultOf({ wrong, late, error }: Pick<OracleRun['checks'][number], 'wrong' | 'late' | 'error'>) {
  if (error !== null) return t('panelBooks.broke', { error })
  const parts = [
    wrong > 0 ? t('panelBooks.wrongCount', { count: wrong }) : '',
    late > 0 ? t('panelBooks.lateCount', { count: late }) : '',
  ].filter(Boolean)
  return parts.join(', ') || t('panelBooks.ok')
}

export function RunsTable({ runs }: { runs: readonly OracleRun[] }) {
  return (
    <PanelTable
      caption={t('panelBooks.runs')}
      heads={[column('when'), column('result'), column('wrong'), column('late'), column('trigger')]}
      rows={runs.map((run) => ({
        id: run._id,
        cells: [
          <a key="when" href={`/admin/collections/oracle-runs/${run._id}`}>
            {momentOf(run.finishedAt ?? run.createdAt)}
          </a>,
          t(`panelBooks.state.${run.state}`),
          String(run.wrong),
          String(run.tardy),
          t(`panelBooks.trigger.${run.trigger}`),
        ],
      }))}
    />
  )
}

export function BrakesTable({ brakes }: Pick<BooksPage, 'brakes'>) {
  if (brakes.length === 0) return <p className="panel-empty">{t('panelBooks.brakesNone')}</p>
  return (
    <PanelTable
      caption={t('panelBooks.brakes')}
      heads={[column('since'), column('until'), column('reason'), column('accepted')]}
      rows={brakes.map(({ _id, since, releasedAt, reason, accepted }) => ({
        id: _id,
        cells: [
          momentOf(since),
          releasedAt ? momentOf(releasedAt) : t('panelBooks.still'),
          reason ?? t('panelBooks.health.unknown'),
          accepted.length === 0 ? (
            '0'
          ) : (
            <details key="accepted">
              <summary>{accepted.length}</summary>
              <ul className="panel-plain">
                {accepted.map((row) => (
                  <li key={row}>{row}</li>
                ))}
              </ul>
            </details>
          ),
        ],
      }))}
    />
  )
}
