'use server'

import { revalidatePath } from 'next/cache'
import { maxKeepDays, replaceKey } from '@/domain/licensing/acts/replaceKey'
import { revealKey } from '@/domain/licensing/revealKey'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'
import { confirmPerson, ownLicense } from './own'

/** Shows the key of a license of one's own after a recent sign-in, and notes in its history that it was shown. */
export async function revealKeyAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const own = await ownLicense(form)
    await confirmPerson(own, form)
    return { values: { key: await own.act((tx) => revealKey({ tx, licenseId: own.license._id })) } }
  })
}

/** Gives a license of one's own another key, in place of one that others may know. */
export async function replaceKeyAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['keepDays', 'note'], async () => {
    const own = await ownLicense(form)
    await confirmPerson(own, form)
    const typed = fieldText(form, 'keepDays')
    const keepDays = /^\d{1,3}$/.test(typed) ? Number(typed) : maxKeepDays + 1
    const changed = await own.act((tx) =>
      replaceKey(tx, {
        licenseId: own.license._id,
        maskedKey: fieldText(form, 'maskedKey'),
        keepDays,
        reason: fieldText(form, 'note').trim() || t('accountLicenses.replace.reason'),
      }),
    )
    revalidatePath('/account/licenses/[id]', 'page')
    return { done: t('accountLicenses.replace.done', { key: changed.maskedKey }), values: {} }
  })
}
