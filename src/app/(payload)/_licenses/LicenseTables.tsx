import type { LicensePage } from '@/domain/licensing/licensePage'
import type { LicenseAttempt, LicenseHistory, LicenseRequest } from '@/domain/licensing/records'
import type { Evidence } from '@/domain/licensing/suspicionEvidence'
import { humanize } from '@/platform/humanize'
import { t } from '@/platform/words'
import { PanelTable } from '../_components/PanelTable'

const word = (
  key:
    | 'place'
    | 'environment'
    | 'seat'
    | 'firstSeen'
    | 'lastSeen'
    | 'when'
    | 'code'
    | 'from'
    | 'count'
    | 'what'
    | 'by'
    | 'why',
) => t(`panelLicenses.page.${key}`)

/** To the minute, in UTC: what is compared with logs. */
export const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ')

export function PlacesTable({ page: { places, placesTotal, leases, license } }: { page: LicensePage }) {
  return (
    <>
      {places.length > 0 ? (
        <PanelTable
          caption={t('panelLicenses.page.places')}
          heads={[word('place'), word('environment'), word('seat'), word('firstSeen'), word('lastSeen')]}
          rows={places.map((place) => ({
            id: place.id,
            cells: [
              place.domain ?? place.label ?? place.fingerprint ?? place.id,
              humanize(place.environment),
              place.seat ? t('panelLicenses.page.yes') : t('panelLicenses.page.no'),
              minuteOf(place.firstSeenAt),
              minuteOf(place.lastSeenAt),
            ],
          }))}
        />
      ) : (
        <p>{t('panelLicenses.page.placesNone')}</p>
      )}
      {placesTotal > places.length ? (
        <p>{t('panelLicenses.page.placesMore', { count: placesTotal - places.length })}</p>
      ) : null}
      {license.terms.users === null ? null : (
        <p>{t('panelLicenses.page.leases', { used: leases, limit: license.terms.users })}</p>
      )}
    </>
  )
}

export function AttemptsTable({ attempts }: { attempts: readonly LicenseAttempt[] }) {
  if (attempts.length === 0) return null
  return (
    <PanelTable
      caption={t('panelLicenses.page.attempts')}
      heads={[word('when'), word('code'), word('place'), word('from'), word('count')]}
      rows={attempts.map((attempt) => ({
        id: attempt._id,
        cells: [
          minuteOf(attempt.at),
          attempt.code,
          attempt.domain ?? '–',
          [attempt.address, attempt.userAgent].filter(Boolean).join(' '),
          String(attempt.count),
        ],
      }))}
    />
  )
}

export function HistoryTable({ history }: { history: readonly LicenseHistory[] }) {
  return (
    <PanelTable
      caption={t('panelLicenses.page.history')}
      heads={[word('when'), word('what'), word('by'), word('why')]}
      rows={history.map((row) => ({
        id: row._id,
        cells: [minuteOf(row.at), whatOf(row), humanize(row.actor.kind), row.reason ?? '–'],
      }))}
    />
  )
}

/** Where and when the key was in use on the day that made it suspicious. */
export function EvidenceTable({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <p>{t('panelLicenses.page.evidenceGone')}</p>
  return (
    <PanelTable
      caption={t('panelLicenses.page.evidence')}
      heads={[word('when'), word('what'), word('place'), word('from'), word('count')]}
      rows={evidence.map(({ kind, at, place, address, count }) => ({
        id: `${kind} ${address} ${place} ${at.getTime()}`,
        cells: [
          minuteOf(at),
          t(`panelLicenses.page.evidenceKinds.${kind}`),
          place ?? '–',
          address ?? '–',
          String(count),
        ],
      }))}
    />
  )
}

/** The kind of the event with the facts that it carries. */
function whatOf({ kind, data }: LicenseHistory): string {
  const facts = Object.entries(data)
    .filter(([name]) => name !== 'activation')
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${humanize(name).toLowerCase()}: ${value}`)
  return [humanize(kind), ...facts].join(', ')
}

export function RequestsTable({
  requests,
  mayDecide,
}: {
  requests: readonly LicenseRequest[]
  mayDecide: boolean
}) {
  if (requests.length === 0) return <p>{t('panelLicenses.page.requestsNone')}</p>
  return (
    <PanelTable
      caption={t('panelLicenses.page.requests')}
      heads={[word('when'), word('what'), word('why'), t('panelLicenses.page.state')]}
      rows={requests.map((request) => ({
        id: request._id,
        cells: [
          minuteOf(request.createdAt),
          [t(`panelLicenses.page.kinds.${request.kind}`), request.toEmail].filter(Boolean).join(': '),
          request.note,
          mayDecide && request.status === 'open' ? (
            <a key="decide" href={`/admin/collections/license-requests/${request._id}`}>
              {t(`panelLicenses.page.statuses.${request.status}`)}
            </a>
          ) : (
            t(`panelLicenses.page.statuses.${request.status}`)
          ),
        ],
      }))}
    />
  )
}
