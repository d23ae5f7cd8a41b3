import { SectionHead } from '@/app/_components/SectionHead'
import { maxFileDays } from '@/domain/licensing/proof/fileTerms'
import type { License } from '@/domain/licensing/records'
import type { Verdict } from '@/domain/licensing/verdictCodes'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../../_forms/ActionForm'
import { formWords } from '../../../_forms/words'
import { licenseFileAction } from './fileActions'
import { SaveFile } from './SaveFile'

/** A license file for a machine without network, made and saved here. */
export function LicenseFileForm({
  license: { _id, terms },
  verdict,
}: {
  license: Pick<License, '_id' | 'terms'>
  verdict: Verdict
}) {
  return (
    <section aria-labelledby="file" className="mt-10">
      <SectionHead id="file" title={t('accountLicenses.file.title')} />
      <p className="-mt-2 mb-5 max-w-[68ch] text-ink-2">{t('accountLicenses.file.text')}</p>
      {verdict.valid ? (
        <ActionForm action={licenseFileAction} words={formWords()} className="max-w-md">
          <SaveFile words={t('accountLicenses.file.save', { name: '#' })} />
          <input type="hidden" name="license" value={_id} />
          <FormField
            id="file-fingerprint"
            name="fingerprint"
            label={t('accountLicenses.file.fingerprint')}
            hint={t('accountLicenses.file.fingerprintHint', {
              most: maxFileDays,
              days: terms.tokenOnlineDays,
            })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={255}
          />
          <FormField
            id="file-days"
            name="days"
            type="number"
            label={t('accountLicenses.file.days')}
            min={1}
            max={maxFileDays}
            defaultValue="30"
            inputMode="numeric"
          />
          <FormButton look="outline" working={t('account.working')}>
            {t('accountLicenses.file.submit')}
          </FormButton>
        </ActionForm>
      ) : (
        <p>{t('accountLicenses.file.not')}</p>
      )}
    </section>
  )
}
