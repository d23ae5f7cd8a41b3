'use server'

import { redirect } from 'next/navigation'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { registerPerson } from '@/domain/accounts/registerPerson'
import { safeReturnPath } from '@/domain/accounts/returnPath'
import { signLink } from '@/platform/links'
import { addSeconds, now } from '@/platform/time'
import { answerForm, fieldText } from '../_forms/answerForm'
import type { FormState } from '../_forms/state'

/** Registers, and says where to look: the same for every address. */
export async function registerAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['name', 'email'], async () => {
    const { payload } = await server()
    const email = fieldText(form, 'email').trim().toLowerCase()
    const next = safeReturnPath(fieldText(form, 'next'))
    await registerPerson({
      payload,
      actor: await requestActor(),
      name: fieldText(form, 'name'),
      email,
      password: fieldText(form, 'password'),
      next: next ?? undefined,
    })
    // Signed, so that nobody can make this page say an address of their choice.
    const shown = signLink('account-link', { sent: email }, addSeconds(now(), 900))
    redirect(`/register?sent=${shown}${next ? `&next=${encodeURIComponent(next)}` : ''}`)
  })
}
