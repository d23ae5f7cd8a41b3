import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { StateBadge } from '@/app/_components/Badge'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { isRecentSignIn } from '@/domain/accounts/confirmRecently'
import { licenseWithHistory } from '@/domain/accounts/customerAccount'
import { licensePortal } from '@/domain/licensing/licensePortal'
import type { License } from '@/domain/licensing/records'
import { now as clockNow } from '@/platform/time'
import { t } from '@/platform/words'
import { PageTitle } from '../../_parts/PageTitle'
import { KeyCard } from './KeyCard'
import { LicenseDownloads } from './LicenseDownloads'
import { LicenseFileForm } from './LicenseFileForm'
import { LicenseHistory } from './LicenseHistory'
import { LicensePlaces } from './LicensePlaces'
import { LicenseRequests } from './LicenseRequests'
import { LicenseRules } from './LicenseRules'
import { LicenseStanding } from './LicenseStanding'
import { LicenseTerms } from './LicenseTerms'
import { LicenseUsage } from './LicenseUsage'
import { undoMoveAction } from './placeActions'
import { placeName } from './placeName'
import { RefusedChecks } from './RefusedChecks'
import { RenewLicense } from './RenewLicense'
import { UndoBar } from './UndoBar'

export const metadata: Metadata = { title: t('account.licenses.title') }

interface Props {
  params: Promise<{ id: string }>
  /** `code`: what a product was answered, by the link in the answer. `after`: the page of places. */
  searchParams: Promise<{ code?: string | string[]; after?: string | string[] }>
}

/** One license for its owner: how it stands, its key, what it allows, where it runs, and what can be done. */
export default async function LicensePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams])
  const [code, after] = [query.code, query.after].map((value) =>
    typeof value === 'string' ? value : undefined,
  )
  const here = `/account/licenses/${id}`
  const person = await requirePerson(code ? `${here}?code=${encodeURIComponent(code)}` : here)
  const { database } = await server()
  const now = clockNow()
  const [owned, isRecent] = await Promise.all([
    licenseWithHistory(database, person.id, id),
    isRecentSignIn(database, { userId: person.id, sessionId: person.sessionId }),
  ])
  if (!owned) notFound()
  const portal = await licensePortal(database, owned, { after: after ?? null, now })
  const { license } = portal
  const title = `${license.productName} · ${license.packageName}`
  return (
    <>
      <Breadcrumbs
        items={[{ label: t('account.licenses.title'), href: '/account/licenses' }, { label: title }]}
      />
      <div className="mt-3">
        <PageTitle state={<StateBadge of="license" state={license.status} />}>{title}</PageTitle>
      </div>
      <PartsOfPage />
      <LicenseStanding license={license} verdict={portal.verdict} asked={code} now={now} />
      <KeyCard license={license} asksPassword={!isRecent} now={now} />
      <LicenseTerms license={license} verdict={portal.verdict} now={now} />
      <RenewLicense license={license} now={now} />
      <LicensePlaces {...portal} isFirstPage={!after} now={now} />
      <RefusedChecks license={license} refusals={portal.refusals} now={now} />
      <LicenseDownloads {...portal} />
      <LicenseUsage license={license} leases={portal.leases} now={now} />
      <LicenseRules license={license} />
      <LicenseFileForm license={license} verdict={portal.verdict} />
      <LicenseRequests license={license} requests={portal.requests} />
      <LicenseHistory history={portal.history} />
      <UndoBar
        action={undoMoveAction}
        license={license._id}
        undo={undoOf(license, now)}
        words={{
          submit: t('accountLicenses.undo.submit'),
          working: t('account.working'),
          seconds: t('accountLicenses.undo.seconds'),
        }}
      />
    </>
  )
}

const parts = ['terms', 'places', 'downloads', 'usage', 'rules', 'file', 'requests', 'history'] as const

/** A long page says what it has. */
const PartsOfPage = () => (
  <nav aria-label={t('accountLicenses.parts.label')} className="-mt-2 mb-6">
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
      {parts.map((part) => (
        <li key={part}>
          <a href={`#${part}`} className="link inline-block py-1 pointer-coarse:py-2.5">
            {t(`accountLicenses.parts.${part}`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** The move that can be taken back now. */
function undoOf({ undo }: License, now: Date) {
  if (!undo || undo.until <= now) return null
  const name = placeName(undo.place)
  return {
    id: `${undo.place.id} ${undo.until.toISOString()}`,
    text: undo.replacedBy
      ? t('accountLicenses.undo.moved', { from: name })
      : t('accountLicenses.undo.tookOff', { place: name }),
    leftMs: undo.until.getTime() - now.getTime(),
  }
}
