'use server'

import { revalidatePath } from 'next/cache'
import { labelPlace } from '@/domain/licensing/places/labelPlace'
import { movePlace } from '@/domain/licensing/places/movePlace'
import { releasePlace } from '@/domain/licensing/places/releasePlace'
import { undoMove } from '@/domain/licensing/places/undoMove'
import { invalid, notFound } from '@/platform/errors'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'
import { ownLicense } from './own'

const longestName = 255

/** Names a place, for its owner's eyes. */
export async function labelPlaceAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['label'], async () => {
    const { license, act } = await ownLicense(form)
    const placeId = fieldText(form, 'place')
    const label = await act((tx) =>
      labelPlace(tx, { licenseId: license._id, placeId, label: fieldText(form, 'label') }),
    )
    refresh()
    return { done: t('accountLicenses.places.labeled'), values: { label: label ?? '' } }
  })
}

/** Takes a place off: its seat is free, for ten seconds with a way back. */
export async function takeOffAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { license, act } = await ownLicense(form)
    const name = { id: fieldText(form, 'place') }
    if (!(await act((tx) => releasePlace({ tx, licenseId: license._id, name })))) throw notFound('activation')
    refresh()
    return {}
  })
}

/** Moves a place to another domain or machine, for ten seconds with a way back. */
export async function movePlaceAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['to'], async () => {
    const { license, act } = await ownLicense(form)
    const typed = fieldText(form, 'to').trim()
    if (typed === '' || typed.length > longestName)
      throw invalid('input_invalid', t('account.error.input_invalid'), [
        { path: 'to', code: 'place', message: t('accountLicenses.places.toNeeded') },
      ])
    const to = fieldText(form, 'kind') === 'machine' ? { fingerprint: typed } : { domain: hostOf(typed) }
    await act((tx) => movePlace({ tx, licenseId: license._id, placeId: fieldText(form, 'place'), to }))
    refresh()
    return {}
  })
}

/** Takes the last of the two above back. */
export async function undoMoveAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { license, act } = await ownLicense(form)
    await act((tx) => undoMove({ tx, licenseId: license._id }))
    refresh()
    return { done: t('accountLicenses.undo.done') }
  })
}

/** People paste what stands in the address bar. */
const hostOf = (typed: string): string => typed.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '')

const refresh = () => revalidatePath('/account/licenses/[id]', 'page')
