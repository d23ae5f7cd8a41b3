'use server'

import { redirect } from 'next/navigation'
import { landingPath } from '@/domain/accounts/returnPath'
import { answerForm, fieldText } from '../_forms/answerForm'
import { enter } from '../_forms/enter'
import type { FormState } from '../_forms/state'

/** Signs in and goes where the person wanted to go. */
export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['email'], async () => {
    const { user } = await enter(fieldText(form, 'email'), fieldText(form, 'password'))
    redirect(landingPath({ ...user, id: user._id }, fieldText(form, 'next')))
  })
}
