import { Badge } from '@/app/_components/Badge'
import { DateTime } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import { Table } from '@/app/_components/Table'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'

/** Where the license is in use. Development hosts stand here too, but take no place. */
export function LicensePlaces({ license }: { license: License }) {
  return (
    <section aria-labelledby="places" className="mt-10">
      <SectionHead id="places" title={t('account.license.placesTitle')} />
      {license.places.length === 0 ? (
        <p className="text-ink-2">{t('account.license.placesNone')}</p>
      ) : (
        <Table
          caption={t('account.license.placesCaption')}
          hideCaption
          columns={[
            { key: 'place', label: t('account.license.place') },
            { key: 'kind', label: t('account.license.placeKind') },
            { key: 'since', label: t('account.license.placeSince') },
            { key: 'last', label: t('account.license.placeLast') },
          ]}
          rows={license.places.map((place) => ({
            key: place.id,
            cells: {
              place: (
                <span className="inline-block min-w-36 wrap-anywhere">
                  {place.domain ??
                    place.label ??
                    place.fingerprint?.slice(0, 12) ??
                    t('account.license.unnamed')}
                </span>
              ),
              kind: (
                <span className="flex flex-wrap items-center gap-2">
                  <Badge>{t(`account.license.environment.${place.environment}`)}</Badge>
                  {!place.seat && (
                    <span className="text-small text-ink-2">{t('account.license.noSeat')}</span>
                  )}
                </span>
              ),
              since: <DateTime at={place.firstSeenAt} />,
              last: <DateTime at={place.lastSeenAt} />,
            },
          }))}
        />
      )}
    </section>
  )
}
