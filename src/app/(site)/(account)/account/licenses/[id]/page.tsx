import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Alert } from '@/app/_components/Alert'
import { StateBadge } from '@/app/_components/Badge'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { Card } from '@/app/_components/Card'
import { Underprint } from '@/app/_components/Cover'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { licenseWithHistory } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'
import { PageTitle } from '../../_parts/PageTitle'
import { revealKeyAction } from './actions'
import { LicenseDownloads } from './LicenseDownloads'
import { LicenseHistory } from './LicenseHistory'
import { LicensePlaces } from './LicensePlaces'
import { LicenseTerms } from './LicenseTerms'
import { RevealKey } from './RevealKey'

export const metadata: Metadata = { title: t('account.licenses.title') }

/** One license: its key, terms, places, files and history. */
export default async function LicensePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const person = await requirePerson(`/account/licenses/${id}`)
  const { database } = await server()
  const owned = await licenseWithHistory(database, person.id, id)
  if (!owned) notFound()
  const { license, history, releases } = owned
  const title = `${license.productName} · ${license.packageName}`
  return (
    <>
      <Breadcrumbs
        items={[{ label: t('account.licenses.title'), href: '/account/licenses' }, { label: title }]}
      />
      <div className="mt-3">
        <PageTitle state={<StateBadge of="license" state={license.status} />}>{title}</PageTitle>
      </div>
      {license.reason && license.status !== 'active' && (
        <Alert tone="warning" className="mb-6">
          {t(`account.license.reason.${license.reason}`)}
        </Alert>
      )}
      <Card className="relative isolate overflow-hidden">
        <Underprint id={license._id} className="-end-16 -bottom-20 -z-10 size-64 opacity-45" />
        <RevealKey
          action={revealKeyAction}
          license={license._id}
          masked={license.maskedKey}
          words={{
            key: t('account.license.key'),
            reveal: t('account.license.reveal'),
            hide: t('account.license.hide'),
            hidesSoon: t('account.license.hidesSoon'),
            masked: t('account.license.masked'),
            working: t('account.working'),
            copy: {
              copy: t('common.copy.action'),
              copied: t('common.copy.done'),
              failed: t('common.copy.failed'),
            },
          }}
        />
      </Card>
      <LicenseTerms license={license} />
      <LicensePlaces license={license} />
      <LicenseDownloads license={license} releases={releases} />
      <LicenseHistory history={history} />
    </>
  )
}
