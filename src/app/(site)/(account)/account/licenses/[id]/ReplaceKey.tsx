import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../../_forms/ActionForm'
import { FormSelect, PasswordAgain } from '../../../_forms/FormControls'
import { formWords } from '../../../_forms/words'
import { replaceKeyAction } from './actions'

const keepChoices = [7, 1, 14, 30, 0]

/** Another key for one that others may know; the old one may go on for a while where it is in use already. */
export function ReplaceKey({
  license,
  asksPassword,
}: {
  license: Pick<License, '_id' | 'maskedKey'>
  asksPassword: boolean
}) {
  return (
    <details className="mt-4 border-t border-line pt-3">
      <summary className="w-fit cursor-pointer py-1.5 text-small font-semibold underline underline-offset-3 pointer-coarse:py-3">
        {t('accountLicenses.replace.open')}
      </summary>
      {/* Inside, so that a link to it opens it. */}
      <p id="replace" className="mt-2 max-w-[68ch] scroll-mt-16">
        {t('accountLicenses.replace.text')}
      </p>
      <ActionForm action={replaceKeyAction} words={formWords()} className="mt-4 max-w-md">
        <input type="hidden" name="license" value={license._id} />
        <input type="hidden" name="maskedKey" value={license.maskedKey} />
        <FormSelect
          id="replace-keep"
          name="keepDays"
          label={t('accountLicenses.replace.keepDays')}
          hint={t('accountLicenses.replace.keepHint')}
          defaultValue={String(keepChoices[0])}
        >
          {keepChoices.map((days) => (
            <option key={days} value={days}>
              {days === 0
                ? t('accountLicenses.replace.keepNone')
                : t('accountLicenses.replace.keepSome', { days })}
            </option>
          ))}
        </FormSelect>
        <FormField
          id="replace-note"
          name="note"
          label={t('accountLicenses.replace.note')}
          hint={t('accountLicenses.replace.noteHint')}
          maxLength={500}
          autoComplete="off"
        />
        <PasswordAgain
          id="replace-password"
          asked={asksPassword}
          label={t('accountLicenses.key.password')}
          hint={t('accountLicenses.key.passwordHint')}
        />
        <FormButton look="danger" working={t('account.working')}>
          {t('accountLicenses.replace.submit')}
        </FormButton>
      </ActionForm>
    </details>
  )
}
