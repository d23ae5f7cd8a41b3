'use server'

import { redirect } from 'next/navigation'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { currentPerson } from '@/app/_session'
import { linkInvalid, peekToken } from '@/domain/accounts/accountTokens'
import { landingPath } from '@/domain/accounts/returnPath'
import { verifyEmail } from '@/domain/accounts/verifyEmail'
import { answerForm, fieldText } from '../../_forms/answerForm'
import { enter } from '../../_forms/enter'
import type { FormState } from '../../_forms/state'

/** Proves the address for who is signed in, or signs in by the password of that account first. */
export async function verifyAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, database } = await server()
    const secret = fieldText(form, 'secret')
    const token = await peekToken(database, 'verify-email', secret)
    if (!token) throw linkInvalid()
    const signedIn = await currentPerson()
    const person =
      signedIn?.id === token.user
        ? signedIn
        : await enter(token.email, fieldText(form, 'password')).then(({ user }) => ({
            ...user,
            id: user._id,
          }))
    const actor = await requestActor()
    await verifyEmail({ payload, actor: { ...actor, id: person.id }, secret, userId: person.id })
    redirect(landingPath(person, fieldText(form, 'next')))
  })
}
