import { DateTime } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { LicenseHistory as HistoryRow } from '@/domain/licensing/records'
import { hasText, t } from '@/platform/words'

/** What happened to the license, in plain words. Addresses, names and reasons of others are left out. */
export function LicenseHistory({ history }: { history: readonly HistoryRow[] }) {
  return (
    <section aria-labelledby="history" className="mt-10">
      <SectionHead id="history" title={t('account.license.historyTitle')} />
      {history.length === 0 && <p className="text-ink-2">{t('account.license.historyNone')}</p>}
      <ol className="grid gap-3">
        {history.map((row) => (
          <li key={row._id} className="flex flex-wrap gap-x-4">
            <span className="text-ink-2">
              <DateTime at={row.at} time />
            </span>
            <span>
              {sentence(row)}{' '}
              <span className="text-ink-2">({t(`account.license.by.${row.actor.kind}`)})</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function sentence({ kind, data }: HistoryRow): string {
  const place = textOf(data.domain) ?? textOf(data.label) ?? t('account.license.history.somewhere')
  const stateKey = `common.state.license.${textOf(data.to) ?? textOf(data.status) ?? ''}`
  const state = hasText(stateKey) ? t(stateKey) : '–'
  const named = kind === 'moved' && data.undone ? 'undone' : kind
  return t(`account.license.history.${named}`, { place, state })
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value ? value : null)
