'use server'

import { revalidatePath } from 'next/cache'
import { dateWords } from '@/app/_components/DateTime'
import { licensing } from '@/app/_licensing'
import { maxFileDays } from '@/domain/licensing/proof/fileTerms'
import { fileFor } from '@/domain/licensing/proof/licenseFile'
import { invalid } from '@/platform/errors'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { answerForm, fieldText } from '../../../_forms/answerForm'
import type { FormState } from '../../../_forms/state'
import { ownLicense } from './own'

const longestFingerprint = 255

/** Makes a license file for a machine without network (LIC-6); the answer carries it, so that it needs no address. */
export async function licenseFileAction(_before: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, ['fingerprint', 'days'], async () => {
    const { license, actor } = await ownLicense(form)
    const days = Number(fieldText(form, 'days'))
    const fingerprint = fieldText(form, 'fingerprint').trim() || null
    const isLong = (fingerprint?.length ?? 0) > longestFingerprint
    if (!Number.isInteger(days) || days < 1 || days > maxFileDays || isLong)
      throw invalid('input_invalid', t('account.error.input_invalid'), [
        isLong
          ? { path: 'fingerprint', code: 'long', message: t('accountLicenses.file.fingerprintLong') }
          : {
              path: 'days',
              code: 'days',
              message: t('accountLicenses.file.daysRange', { most: maxFileDays }),
            },
      ])
    const { handles } = license
    const file = await fileFor({
      services: await licensing(),
      license,
      terms: { product: handles[0] ?? '', fingerprint, days },
      caller: { address: actor.address, userAgent: null, requestId: actor.requestId ?? '' },
      actor,
      now: now(),
    })
    revalidatePath('/account/licenses/[id]', 'page')
    return {
      done: t('accountLicenses.file.done', { date: dateWords(file.expiresAt) }),
      values: { file: file.text, filename: file.filename },
    }
  })
}
