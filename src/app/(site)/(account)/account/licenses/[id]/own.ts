import { headers } from 'next/headers'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { keepSession, knownBrowserToken, requirePerson, type SignedInPerson } from '@/app/_session'
import { confirmRecently } from '@/domain/accounts/confirmRecently'
import { licenseOf } from '@/domain/accounts/customerAccount'
import type { License } from '@/domain/licensing/records'
import type { Actor } from '@/platform/actor'
import { notFound } from '@/platform/errors'
import { type Tx, transact } from '@/platform/transaction'
import { fieldText } from '../../../_forms/answerForm'

/** Who acts on a license of their own, and how. */
export interface Own {
  person: SignedInPerson
  license: License
  actor: Actor
  act<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/**
 * The license that a form is about, if it is the person's own. Whoever is not signed in is sent to sign in.
 * @throws CodedError 404, the same for a license that is somebody else's and for none.
 */
export async function ownLicense(form: FormData): Promise<Own> {
  const id = fieldText(form, 'license')
  const person = await requirePerson(`/account/licenses/${encodeURIComponent(id)}`)
  const { database } = await server()
  const license = await licenseOf(database, person.id, id)
  if (!license) throw notFound('license')
  const actor = await requestActor()
  return { person, license, actor, act: (work) => transact(database, { actor }, work) }
}

/**
 * Before a key is shown or replaced: the password again, where this browser signed in a while ago.
 * @throws CodedError as `confirmRecently` says.
 */
export async function confirmPerson({ person, actor }: Pick<Own, 'person' | 'actor'>, form: FormData) {
  const [{ payload }, list] = await Promise.all([server(), headers()])
  const opened = await confirmRecently({
    payload,
    actor,
    userId: person.id,
    sessionId: person.sessionId,
    password: fieldText(form, 'password'),
    userAgent: list.get('user-agent'),
    browserToken: await knownBrowserToken(),
  })
  if (opened) await keepSession({ ...opened, user: { ...person, _id: person.id, emailVerifiedAt: null } })
}
