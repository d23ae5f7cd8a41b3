import { Card } from '@/app/_components/Card'
import { Underprint } from '@/app/_components/Cover'
import { dateWords } from '@/app/_components/DateTime'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { revealKeyAction } from './actions'
import { ReplaceKey } from './ReplaceKey'
import { RevealKey } from './RevealKey'

/** The key: cut until it is asked for, and another one in its place. */
export function KeyCard({
  license,
  asksPassword,
  now,
}: {
  license: License
  asksPassword: boolean
  now: Date
}) {
  const retiring = license.keys.find(
    ({ state, until }) => state === 'retiring' && until !== null && until > now,
  )
  return (
    <Card className="relative isolate overflow-hidden">
      <Underprint
        id={license._id}
        className="-end-16 -bottom-20 -z-10 size-64 opacity-45 max-sm:opacity-20"
      />
      <div id="key" className="scroll-mt-16">
        <RevealKey
          action={revealKeyAction}
          license={license._id}
          masked={license.maskedKey}
          asksPassword={asksPassword}
          words={{
            key: t('account.license.key'),
            reveal: t('account.license.reveal'),
            hide: t('account.license.hide'),
            hidesSoon: t('account.license.hidesSoon'),
            masked: t('accountLicenses.key.recorded'),
            working: t('account.working'),
            password: t('accountLicenses.key.password'),
            passwordHint: t('accountLicenses.key.passwordHint'),
            copy: {
              copy: t('common.copy.action'),
              copied: t('common.copy.done'),
              failed: t('common.copy.failed'),
            },
          }}
        />
      </div>
      {retiring?.until && (
        <p className="mt-3 text-small text-ink-2">
          {t('accountLicenses.key.retiring', { key: retiring.masked, date: dateWords(retiring.until) })}
        </p>
      )}
      {license.status !== 'revoked' && <ReplaceKey license={license} asksPassword={asksPassword} />}
    </Card>
  )
}
