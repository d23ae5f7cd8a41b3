import { commissionBand, isSetting } from '@/domain/accounts/settings/definitions'
import { minuteOf } from '@/domain/accounts/settings/describeChange'
import type { SettingsPage } from '@/domain/accounts/settings/settingsPage'
import { percent, settingLabel, settingText } from '@/domain/accounts/settings/settingText'
import type { SettingValue, SettingValues } from '@/domain/accounts/settings/values'
import type { AuditRecord } from '@/platform/audit'
import { hasText, t } from '@/platform/words'
import { DialogActs } from '../_components/DialogActs'
import { PanelTable } from '../_components/PanelTable'
import { settingsDialogWords, withdrawDialog } from './settingsDialogs'

interface TableProps {
  page: SettingsPage
}

export function ScheduledTable({ page, mayChange }: TableProps & { mayChange: boolean }) {
  const { scheduled, people, revision, settings } = page
  if (scheduled.length === 0) return <p>{t('panelSettings.page.scheduledNone')}</p>
  return (
    <PanelTable
      caption={t('panelSettings.page.scheduled')}
      heads={[
        t('panelSettings.page.takesEffect'),
        t('panelSettings.page.what'),
        t('panelSettings.page.who'),
        t('panelSettings.page.why'),
        ...(mayChange ? [t('panelSettings.page.withdraw')] : []),
      ]}
      rows={scheduled.map((change) => ({
        id: change.id,
        cells: [
          minuteOf(change.from),
          <Changes key="what" after={change.values} currency={settings.baseCurrency} />,
          people.get(change.by) ?? change.by,
          change.reason,
          ...(mayChange
            ? [
                <DialogActs
                  key="withdraw"
                  acts={[withdrawDialog(change, revision)]}
                  words={settingsDialogWords()}
                />,
              ]
            : []),
        ],
      }))}
    />
  )
}

/** Who is outside of the settings, with what is outside of the band marked in words (PAY-9). */
export function OwnTermsTable({ sellers }: { sellers: SettingsPage['ownTerms'] }) {
  if (sellers.length === 0) return <p>{t('panelSettings.page.ownNone')}</p>
  return (
    <PanelTable
      caption={t('panelSettings.page.own')}
      heads={[
        t('panelSettings.page.seller'),
        t('panelSettings.page.commission'),
        t('panelSettings.page.hold'),
      ]}
      rows={sellers.map((seller) => ({
        id: seller._id,
        cells: [
          <a key="seller" href={`/admin/collections/sellers/${seller._id}`}>
            {seller.name}
          </a>,
          commissionText(seller),
          typeof seller.holdDays === 'number'
            ? t('panelSettings.units.days', { count: seller.holdDays })
            : t('panelSettings.page.asSettings'),
        ],
      }))}
    />
  )
}

function commissionText({ house, commissionBps }: SettingsPage['ownTerms'][number]): string {
  if (house) return `${percent(0)}, ${t('panelSettings.page.house')}`
  if (typeof commissionBps !== 'number') return t('panelSettings.page.asSettings')
  const { min, max } = commissionBand
  const isOutside = commissionBps < min || commissionBps > max
  return isOutside
    ? `${percent(commissionBps)}, ${t('panelSettings.page.outside', { low: percent(min), high: percent(max) })}`
    : percent(commissionBps)
}

export function HistoryTable({ page: { history, people, settings } }: TableProps) {
  if (history.length === 0) return <p>{t('panelSettings.page.historyNone')}</p>
  return (
    <PanelTable
      caption={t('panelSettings.page.history')}
      heads={[
        t('panelSettings.page.when'),
        t('panelSettings.page.act'),
        t('panelSettings.page.what'),
        t('panelSettings.page.who'),
        t('panelSettings.page.why'),
      ]}
      rows={history.map((entry) => ({
        id: entry._id,
        cells: [
          minuteOf(entry.at),
          actOf(entry),
          <Changes
            key="what"
            before={settingsIn(entry.before)}
            after={settingsIn(entry.after)}
            currency={settings.baseCurrency}
          />,
          people.get(entry.actor.id) ?? entry.actor.id,
          entry.reason ?? '–',
        ],
      }))}
    />
  )
}

function actOf({ act, before, after }: AuditRecord): string {
  const key = `panelSettings.page.acts.${act.replace('settings.', '')}`
  const from = after?.from ?? before?.from
  if (!hasText(key)) return act
  return t(key, { from: typeof from === 'string' ? minuteOf(new Date(from)) : '' })
}

/** What an audit entry says of settings, without the rest of it. */
const settingsIn = (side: Record<string, unknown> | null): SettingValues =>
  Object.fromEntries(Object.entries(side ?? {}).filter(([key]) => isSetting(key)) as [string, SettingValue][])

function Changes({
  before = {},
  after,
  currency,
}: {
  before?: SettingValues
  after: SettingValues
  currency: string
}) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const text = (key: string, side: SettingValues) =>
    key in side ? settingText(key, side[key] ?? null, currency) : null
  return (
    <ul className="panel-plain">
      {keys.map((key) => (
        <li key={key}>
          {settingLabel(key)}: {[text(key, before), text(key, after)].filter(Boolean).join(' → ')}
        </li>
      ))}
    </ul>
  )
}
