'use server'

import { revalidatePath } from 'next/cache'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { applyAsAffiliate } from '@/domain/affiliates/applyAsAffiliate'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../_forms/answerForm'
import type { FormState } from '../../_forms/state'

export async function applyAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['name', 'code', 'website', 'pitch'], async () => {
    const person = await requirePerson('/account/affiliate')
    const { payload } = await server()
    await applyAsAffiliate({
      payload,
      actor: await requestActor(),
      userId: person.id,
      application: {
        name: fieldText(form, 'name'),
        code: fieldText(form, 'code'),
        website: fieldText(form, 'website'),
        pitch: fieldText(form, 'pitch'),
        accepted: fieldText(form, 'accepted') === 'yes',
      },
    })
    revalidatePath('/account/affiliate')
    return { done: t('affiliates.apply.sent') }
  })
}
