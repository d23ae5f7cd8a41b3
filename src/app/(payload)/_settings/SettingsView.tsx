import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { settingDefinitions, settingParts } from '@/domain/accounts/settings/definitions'
import { minuteOf } from '@/domain/accounts/settings/describeChange'
import { type SettingsPage, settingsPage } from '@/domain/accounts/settings/settingsPage'
import { boundsText, settingHelp, settingLabel, settingText } from '@/domain/accounts/settings/settingText'
import { settingValue } from '@/domain/accounts/settings/values'
import { databaseOf } from '@/platform/documentTransaction'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { DialogActs } from '../_components/DialogActs'
import { PanelTable } from '../_components/PanelTable'
import { HistoryTable, OwnTermsTable, ScheduledTable } from './SettingsTables'
import { changeDialog, settingsDialogWords } from './settingsDialogs'

/** The settings: now, later, before. Finance reads them, admins change them (OPS-4). */
export async function SettingsView({ initPageResult }: DocumentViewServerProps) {
  const { req } = initPageResult
  if (!hasStaffRole(req.user, 'finance'))
    return (
      <Gutter>
        <p role="alert">{t('panelSettings.page.forbidden')}</p>
      </Gutter>
    )
  const page = await settingsPage(databaseOf(req.payload), now())
  const mayChange = hasStaffRole(req.user, 'admin')
  return (
    <main>
      <Gutter className="panel-page">
        {mayChange ? null : <p className="panel-hint">{t('panelSettings.page.readOnly')}</p>}
        <section>
          <h2>{t('panelSettings.page.scheduled')}</h2>
          <ScheduledTable page={page} mayChange={mayChange} />
        </section>
        {settingParts.map((part) => (
          <section key={part}>
            <div className="panel-page__head">
              <h2>{t(`panelSettings.parts.${part}`)}</h2>
              {mayChange ? (
                <DialogActs
                  acts={[changeDialog(part, page.settings, page.revision)]}
                  words={settingsDialogWords()}
                />
              ) : null}
            </div>
            <PartTable part={part} page={page} />
            {part === 'commission' ? <OwnTerms page={page} /> : null}
          </section>
        ))}
        <section>
          <h2>{t('panelSettings.page.history')}</h2>
          <HistoryTable page={page} />
        </section>
      </Gutter>
    </main>
  )
}

function PartTable({ part, page }: { part: (typeof settingParts)[number]; page: SettingsPage }) {
  const { settings, scheduled } = page
  const currency = settings.baseCurrency
  const definitions = settingDefinitions.filter((definition) => definition.part === part)
  const later = (key: string) => scheduled.find(({ values }) => key in values)
  return (
    <PanelTable
      caption={t(`panelSettings.parts.${part}`)}
      heads={[
        t('panelSettings.page.setting'),
        t('panelSettings.page.present'),
        t('panelSettings.page.allowed'),
        t('panelSettings.page.later'),
      ]}
      rows={definitions.map((definition) => {
        const { key } = definition
        const next = later(key)
        return {
          id: key,
          cells: [
            <div key="name">
              <strong>{settingLabel(key)}</strong>
              <p className="panel-hint">{settingHelp(key)}</p>
            </div>,
            settingText(key, settingValue(settings, key), currency),
            boundsText(definition, currency) ?? '–',
            next
              ? t('panelSettings.page.laterValue', {
                  value: settingText(key, next.values[key] ?? null, currency),
                  from: minuteOf(next.from),
                })
              : '–',
          ],
        }
      })}
    />
  )
}

function OwnTerms({ page }: { page: SettingsPage }) {
  return (
    <>
      <h3>{t('panelSettings.page.own')}</h3>
      <OwnTermsTable sellers={page.ownTerms} />
    </>
  )
}
