'use server'

import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { requestPasswordReset } from '@/domain/accounts/resetPassword'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../_forms/answerForm'
import type { FormState } from '../_forms/state'

/** Has the link mailed, if the address has an account; says the same if not. */
export async function forgotAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['email'], async () => {
    const { payload } = await server()
    const email = fieldText(form, 'email').trim()
    await requestPasswordReset({ payload, actor: await requestActor(), email })
    return { done: t('account.forgot.sent', { email }) }
  })
}
