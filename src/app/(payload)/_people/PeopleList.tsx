import { Gutter } from '@payloadcms/ui'
import type { ListViewServerProps } from 'payload'
import {
  type FoundPeople,
  findPeople,
  type PeopleShown,
  peopleShown,
} from '@/domain/accounts/people/findPeople'
import { seesPeople } from '@/domain/accounts/people/personActs'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { asked, PanelSearch } from '../_components/PanelSearch'
import { PanelTable } from '../_components/PanelTable'

const address = '/admin/collections/users'

/** Finds people by name, address or id (ID-8). */
export async function PeopleList({ payload, user, searchParams }: ListViewServerProps) {
  if (!seesPeople(user ?? null))
    return (
      <Gutter>
        <p role="alert">{t('panelPeople.page.forbidden')}</p>
      </Gutter>
    )
  const words = asked(searchParams, 'q')
  const wanted = asked(searchParams, 'show')
  const shown: PeopleShown = peopleShown.find((one) => one === wanted) ?? 'everybody'
  const after = asked(searchParams, 'after', 40) || null
  const found = await findPeople(databaseOf(payload), { words, shown, after })
  return (
    <main>
      <Gutter className="panel-page">
        <h1>{t('panelPeople.list.title')}</h1>
        <PanelSearch action={address} label={t('panelPeople.list.search')} find={t('panelPeople.list.find')}>
          {shown === 'everybody' ? null : <input type="hidden" name="show" value={shown} />}
          <div className="panel-field">
            <label htmlFor="find-people">{t('panelPeople.list.search')}</label>
            <input
              id="find-people"
              type="search"
              name="q"
              defaultValue={words}
              maxLength={254}
              autoComplete="off"
              aria-describedby="find-people-hint"
            />
            <p id="find-people-hint" className="panel-hint">
              {t('panelPeople.list.searchHint')}
            </p>
          </div>
        </PanelSearch>
        <ul className="panel-tabs">
          {peopleShown.map((one) => (
            <li key={one}>
              <a href={addressOf({ q: words, show: one })} aria-current={one === shown ? 'page' : undefined}>
                {t(`panelPeople.list.shown.${one}`)}
              </a>
            </li>
          ))}
        </ul>
        <Found found={found} words={words} shown={shown} />
      </Gutter>
    </main>
  )
}

function Found({ found, words, shown }: { found: FoundPeople; words: string; shown: PeopleShown }) {
  const { people, guests, next } = found
  if (people.length + guests.length === 0) return <Nobody words={words} />
  return (
    <>
      {people.length > 0 ? <PeopleTable people={people} /> : null}
      {words !== '' && people.length >= 25 ? (
        <p className="panel-hint">{t('panelPeople.list.narrow', { count: people.length })}</p>
      ) : null}
      {guests.length > 0 ? <Guests guests={guests} /> : null}
      {next ? (
        <p>
          <a href={addressOf({ q: words, show: shown, after: next })}>{t('panelPeople.list.more')}</a>
        </p>
      ) : null}
    </>
  )
}

function Nobody({ words }: { words: string }) {
  return (
    <div className="panel-empty" role="status">
      <p>
        {words === '' ? t('panelPeople.list.noneShown') : t('panelPeople.list.none', { words })}{' '}
        {words === '' ? null : t('panelPeople.list.noneHint')}
      </p>
      <p>
        <a href={address}>{t('panelPeople.list.all')}</a>
      </p>
    </div>
  )
}

const PeopleTable = ({ people }: Pick<FoundPeople, 'people'>) => (
  <PanelTable
    caption={t('panelPeople.list.title')}
    heads={[
      t('panelPeople.list.name'),
      t('panelPeople.list.email'),
      t('panelPeople.list.roles'),
      t('panelPeople.list.state'),
    ]}
    rows={people.map(({ _id, name, email, roles, emailVerifiedAt, lockedAt }) => ({
      id: _id,
      cells: [
        <a key="name" href={`${address}/${_id}/overview`}>
          {name || t('panelPeople.list.unnamed')}
        </a>,
        email,
        roles.map((role) => t(`panelPeople.roles.${role}`)).join(', '),
        lockedAt ? (
          <span key="state" className="panel-state--bad">
            {t('panelPeople.list.locked')}
          </span>
        ) : emailVerifiedAt ? (
          t('panelPeople.list.open')
        ) : (
          t('panelPeople.list.unproven')
        ),
      ],
    }))}
  />
)

const Guests = ({ guests }: Pick<FoundPeople, 'guests'>) => (
  <section>
    <h2>{t('panelPeople.list.guests')}</h2>
    <PanelTable
      caption={t('panelPeople.list.guests')}
      heads={[t('panelPeople.list.name'), t('panelPeople.list.email')]}
      rows={guests.map(({ _id, name, email }) => ({
        id: _id,
        cells: [
          <a key="name" href={`/admin/collections/customers/${_id}`}>
            {name || t('panelPeople.list.unnamed')}
          </a>,
          email,
        ],
      }))}
    />
  </section>
)

function addressOf({ q, show, after }: { q: string; show: PeopleShown; after?: string }): string {
  const query = new URLSearchParams({
    ...(q ? { q } : {}),
    ...(show === 'everybody' ? {} : { show }),
    ...(after ? { after } : {}),
  }).toString()
  return query ? `${address}?${query}` : address
}
