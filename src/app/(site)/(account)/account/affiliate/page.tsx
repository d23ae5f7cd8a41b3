import type { Metadata } from 'next'
import { Alert } from '@/app/_components/Alert'
import { server } from '@/app/_server'
import { requirePerson, type SignedInPerson } from '@/app/_session'
import { readSettings, type Settings } from '@/domain/accounts/settings'
import { type OwnAffiliate, ownAffiliate } from '@/domain/affiliates/ownAffiliate'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { PageTitle } from '../_parts/PageTitle'
import { ApplyForm } from './ApplyForm'
import { Counts } from './Counts'
import { Links } from './Links'

export const metadata: Metadata = { title: t('affiliates.title') }

/** Applying, and after that the link and what came of it. */
export default async function AffiliatePage() {
  const person = await requirePerson('/account/affiliate')
  const { database } = await server()
  const [own, settings] = await Promise.all([
    ownAffiliate(database, person.id, now()),
    readSettings(database),
  ])
  return (
    <>
      <PageTitle>{t('affiliates.title')}</PageTitle>
      <p className="mb-6 max-w-prose text-ink-2">
        {t('affiliates.intro', { rate: `${settings.affiliateBps / 100} %` })}
      </p>
      {own ? <Standing own={own} person={person} settings={settings} /> : null}
      {own ? null : <ApplyForm person={person} settings={settings} />}
    </>
  )
}

function Standing({
  own,
  person,
  settings,
}: {
  own: OwnAffiliate
  person: SignedInPerson
  settings: Settings
}) {
  const { affiliate } = own
  const reason = affiliate.statusReason ?? ''
  if (affiliate.status === 'applied')
    return <Alert tone="info">{t('affiliates.waiting', { code: affiliate.code })}</Alert>
  if (affiliate.status === 'rejected')
    return (
      <>
        <Alert tone="warning" className="mb-8">
          {t('affiliates.rejected', { reason })}
        </Alert>
        <ApplyForm person={person} settings={settings} again={affiliate} />
      </>
    )
  return (
    <>
      {affiliate.status === 'suspended' ? (
        <Alert tone="warning" className="mb-8">
          {t('affiliates.paused', { reason })}
        </Alert>
      ) : (
        <Links code={affiliate.code} />
      )}
      <Counts own={own} />
    </>
  )
}
