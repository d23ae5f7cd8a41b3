import { Badge } from '@/app/_components/Badge'
import { DateTime, dateWords } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { LicensePortal } from '@/domain/licensing/licensePortal'
import type { License, LicensePlace } from '@/domain/licensing/records'
import { nextSeatAt, restingSeats } from '@/domain/licensing/seats'
import { t } from '@/platform/words'
import { PlaceForms } from './PlaceForms'
import { placeName } from './placeName'

type Props = Pick<LicensePortal, 'license' | 'places' | 'morePlaces' | 'moves'> & {
  isFirstPage: boolean
  now: Date
}

/** Where the license is in use, what that takes, and how to change it. Development hosts are never kept. */
export function LicensePlaces({ license, places, morePlaces, moves, isFirstPage, now }: Props) {
  const later = moves?.left === 0 ? moves.nextAt : null
  return (
    <section aria-labelledby="places" className="mt-10">
      <SectionHead id="places" title={t('accountLicenses.places.title')} />
      <ul className="-mt-2 mb-5 grid gap-1 text-ink-2">
        {roomInWords(license, moves, now).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {places.length === 0 ? (
        <p className="text-ink-2">{t('accountLicenses.places.none')}</p>
      ) : (
        <ul className="border-t border-line">
          {places.map((place) => (
            <li key={place.id} className="border-b border-line py-4">
              <Place license={license} place={place} frees={freesInWords(place, later)} />
            </li>
          ))}
        </ul>
      )}
      {(morePlaces || !isFirstPage) && (
        <p className="mt-4 flex gap-5">
          {!isFirstPage && (
            <a className="link" href={`/account/licenses/${license._id}#places`}>
              {t('accountLicenses.places.first')}
            </a>
          )}
          {morePlaces && (
            <a className="link" href={`/account/licenses/${license._id}?after=${morePlaces}#places`}>
              {t('accountLicenses.places.more')}
            </a>
          )}
        </p>
      )}
    </section>
  )
}

/** Seats that are taken and left, seats that rest, moves that are left. */
function roomInWords(license: License, moves: LicensePortal['moves'], now: Date): string[] {
  const { seats, seatsTaken: used, freeTaken, terms } = license
  const free = freeTaken > 0 ? `, ${t('accountLicenses.places.freeTaken', { count: freeTaken })}` : ''
  const [resting, wakes] = [restingSeats(license, now), nextSeatAt(license, now)]
  const taken =
    seats === null
      ? `${t('accountLicenses.places.usedAny', { used })}${free}.`
      : `${t('accountLicenses.places.used', { used, limit: seats })}${free}. ${t(
          'accountLicenses.places.free',
          {
            count: Math.max(0, seats - used - resting),
          },
        )}`
  return [
    taken,
    ...(wakes && seats !== null && used < seats
      ? [t('accountLicenses.places.resting', { count: resting, date: dateWords(wakes) })]
      : []),
    ...(moves ? [movesInWords(moves)] : []),
    ...(terms.reclaimDays === null || seats === null
      ? []
      : [t('accountLicenses.places.retaken', { days: Math.max(terms.reclaimDays, terms.tokenOnlineDays) })]),
  ]
}

const movesInWords = ({ quota, left, windowDays, nextAt }: NonNullable<LicensePortal['moves']>): string =>
  nextAt
    ? t('accountLicenses.places.moves', { left, quota, date: dateWords(nextAt) })
    : t('accountLicenses.places.movesAll', { quota, days: windowDays })

function freesInWords({ seat }: LicensePlace, later: Date | null): string {
  if (!seat) return t('accountLicenses.places.freesNone')
  return later
    ? t('accountLicenses.places.freesLater', { date: dateWords(later) })
    : t('accountLicenses.places.frees')
}

function Place({ license, place, frees }: { license: License; place: LicensePlace; frees: string }) {
  const name = placeName(place)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-base wrap-anywhere">{name}</h3>
        <Badge>{t(`account.license.environment.${place.environment}`)}</Badge>
        {!place.seat && <span className="text-small text-ink-2">{t('accountLicenses.places.noSeat')}</span>}
      </div>
      {place.label && place.label !== name && (
        <p className="text-small text-ink-2 wrap-anywhere">{place.label}</p>
      )}
      <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1 text-small text-ink-2">
        <div className="flex gap-1.5">
          <dt>{t('accountLicenses.places.firstSeen')}</dt>
          <dd>
            <DateTime at={place.firstSeenAt} />
          </dd>
        </div>
        <div className="flex gap-1.5">
          <dt>{t('accountLicenses.places.lastSeen')}</dt>
          <dd>
            <DateTime at={place.lastSeenAt} time />
          </dd>
        </div>
      </dl>
      {place.fileUntil && (
        <p className="mt-1 text-small text-ink-2">
          {t('accountLicenses.places.fileUntil', { date: dateWords(place.fileUntil) })}
        </p>
      )}
      <PlaceForms license={license._id} place={place} name={name} frees={frees} />
    </>
  )
}
