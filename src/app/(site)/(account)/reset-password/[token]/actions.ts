'use server'

import { redirect } from 'next/navigation'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { forgetSession } from '@/app/_session'
import { resetPassword } from '@/domain/accounts/resetPassword'
import { answerForm, fieldText } from '../../_forms/answerForm'
import type { FormState } from '../../_forms/state'

/** Sets the new password and leads to the sign-in page; every session has ended, this browser's too. */
export async function resetAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload } = await server()
    const actor = await requestActor()
    const secret = fieldText(form, 'secret')
    await resetPassword({ payload, actor, secret, password: fieldText(form, 'password') })
    await forgetSession()
    redirect('/sign-in?notice=reset')
  })
}
