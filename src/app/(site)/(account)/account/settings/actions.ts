'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { forgetCart } from '@/app/_cart'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { forgetSession, keepName, requirePerson } from '@/app/_session'
import { changeName } from '@/domain/accounts/changeName'
import { changePassword } from '@/domain/accounts/changePassword'
import { signOutEverywhere, signOutOne, signOutOthers } from '@/domain/accounts/signOut'
import { requestVerification } from '@/domain/accounts/verifyEmail'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../_forms/answerForm'
import type { FormState } from '../../_forms/state'

/** Who acts on their own account here, and with what. */
async function own() {
  const person = await requirePerson('/account/settings')
  const { payload } = await server()
  return { person, payload, actor: await requestActor(), userId: person.id }
}

export async function saveName(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['name'], async () => {
    const { payload, actor, userId } = await own()
    const name = await changeName({ payload, actor, userId, name: fieldText(form, 'name') })
    await keepName(name)
    return { done: t('account.settings.nameSaved'), values: { name } }
  })
}

export async function savePassword(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, actor, userId, person } = await own()
    await changePassword({
      payload,
      actor,
      userId,
      sessionId: person.sessionId,
      current: fieldText(form, 'current'),
      password: fieldText(form, 'password'),
    })
    revalidatePath('/account/settings')
    return { done: t('account.settings.passwordSaved') }
  })
}

export async function endOtherSessions(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, actor, userId, person } = await own()
    const count = await signOutOthers({ payload, actor, userId, sessionId: person.sessionId })
    revalidatePath('/account/settings')
    return { done: t('account.settings.othersSignedOut', { count }) }
  })
}

/** Signs out one other browser of the list. */
export async function endOneSession(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, actor, userId } = await own()
    const ended = await signOutOne({ payload, actor, userId, session: fieldText(form, 'session') })
    revalidatePath('/account/settings')
    return { done: t(ended ? 'account.settings.oneSignedOut' : 'account.settings.signedOutBefore') }
  })
}

/** Signs out every browser, this one too. */
export async function endAllSessions(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, actor, userId } = await own()
    await signOutEverywhere({ payload, actor, userId })
    await forgetSession()
    await forgetCart()
    redirect('/sign-in?next=/account&notice=signed-out-everywhere')
  })
}

export async function resendVerification(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { payload, actor, userId, person } = await own()
    await requestVerification({ payload, actor, userId })
    return { done: t('account.banner.sent', { email: person.email }) }
  })
}
