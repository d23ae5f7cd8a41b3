'use server'

import { redirect } from 'next/navigation'
import { cartHolder, rememberCart } from '@/app/_cart'
import { addRenewal } from '@/domain/orders/addRenewal'
import { answerForm } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'
import { ownLicense } from './own'

/** Puts one more term of a license of one's own into the cart and leads there. */
export async function renewAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, [], async () => {
    const { license, act } = await ownLicense(form)
    const holder = await cartHolder()
    await rememberCart(await act((tx) => addRenewal(tx, { holder, licenseId: license._id })))
    redirect('/cart')
  })
}
