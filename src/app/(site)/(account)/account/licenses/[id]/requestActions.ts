'use server'

import { revalidatePath } from 'next/cache'
import { parseEmail } from '@/domain/accounts/input'
import { askRequest, withdrawRequest } from '@/domain/licensing/acts/licenseRequests'
import { invalid } from '@/platform/errors'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'
import { ownLicense } from './own'

const leastWords = 3

/** Asks the seller for more time, or for another owner. */
export async function askRequestAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['note', 'email'], async () => {
    const { license, act } = await ownLicense(form)
    const kind = fieldText(form, 'kind') === 'transfer' ? 'transfer' : 'extend'
    const note = fieldText(form, 'note').trim()
    const toEmail = kind === 'transfer' ? parseEmail(fieldText(form, 'email')) : null
    if (note.length < leastWords)
      throw invalid('input_invalid', t('account.error.input_invalid'), [
        { path: 'note', code: 'note', message: t('accountLicenses.requests.noteNeeded') },
      ])
    const customerIds = [license.customer]
    await act((tx) => askRequest(tx, { licenseId: license._id, customerIds, kind, note, toEmail }))
    revalidatePath('/account/licenses/[id]', 'page')
    return { done: t('accountLicenses.requests.sent'), values: {} }
  })
}

/** Takes a request back that nobody has answered. */
export async function withdrawRequestAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { license, act } = await ownLicense(form)
    const id = fieldText(form, 'request')
    await act((tx) => withdrawRequest(tx, { id, customerIds: [license.customer] }))
    revalidatePath('/account/licenses/[id]', 'page')
    return { done: t('accountLicenses.requests.withdrawn') }
  })
}
