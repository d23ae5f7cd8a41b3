'use server'

import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { licenseOf } from '@/domain/accounts/customerAccount'
import { revealKey } from '@/domain/licensing/revealKey'
import { notFound } from '@/platform/errors'
import { transact } from '@/platform/transaction'
import { answerForm, fieldText } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'

/** Shows the key of a license of one's own, and notes in its history that it was shown. */
export async function revealKeyAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const licenseId = fieldText(form, 'license')
    const person = await requirePerson(`/account/licenses/${licenseId}`)
    const { database } = await server()
    if (!(await licenseOf(database, person.id, licenseId))) throw notFound('license')
    const actor = await requestActor()
    const key = await transact(database, { actor }, (tx) => revealKey({ tx, licenseId }))
    return { values: { key } }
  })
}
