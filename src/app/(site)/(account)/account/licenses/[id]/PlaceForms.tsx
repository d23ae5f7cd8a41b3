import type { LicensePlace } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../../_forms/ActionForm'
import { formWords } from '../../../_forms/words'
import { labelPlaceAction, movePlaceAction, takeOffAction } from './placeActions'

/** What its owner can do with a place: take it off, name it, move it. */
export function PlaceForms({
  license,
  place,
  name,
  frees,
}: {
  license: string
  place: LicensePlace
  name: string
  /** What taking it off brings. */
  frees: string
}) {
  const { id } = place
  const named = (
    <>
      <input type="hidden" name="license" value={license} />
      <input type="hidden" name="place" value={id} />
    </>
  )
  const isMachine = place.domain === null
  return (
    <div className="mt-3 grid gap-3">
      <ActionForm action={takeOffAction} words={formWords()} className="gap-3">
        {named}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <FormButton look="outline" size="small" working={t('account.working')}>
            {t('accountLicenses.places.takeOff')}
            <span className="sr-only"> {name}</span>
          </FormButton>
          <span className="text-small text-ink-2">{frees}</span>
        </div>
      </ActionForm>
      <details>
        <summary className="w-fit cursor-pointer py-1.5 text-small font-semibold underline underline-offset-3 pointer-coarse:py-3">
          {t('accountLicenses.places.change')}
          <span className="sr-only"> {name}</span>
        </summary>
        <div className="mt-3 grid gap-6 border-s-3 border-line ps-4 sm:grid-cols-2">
          <ActionForm action={labelPlaceAction} words={formWords()} className="content-start gap-3">
            {named}
            <FormField
              id={`${id}-label`}
              name="label"
              label={t('accountLicenses.places.label')}
              hint={t('accountLicenses.places.labelHint')}
              maxLength={60}
              autoComplete="off"
              defaultValue={place.label ?? ''}
            />
            <FormButton look="outline" size="small" working={t('account.working')}>
              {t('accountLicenses.places.saveLabel')}
            </FormButton>
          </ActionForm>
          <ActionForm action={movePlaceAction} words={formWords()} className="content-start gap-3">
            {named}
            <input type="hidden" name="kind" value={isMachine ? 'machine' : 'domain'} />
            <FormField
              id={`${id}-to`}
              name="to"
              label={t(`accountLicenses.places.${isMachine ? 'toMachine' : 'toDomain'}`)}
              hint={t(`accountLicenses.places.${isMachine ? 'toMachineHint' : 'toDomainHint'}`)}
              maxLength={255}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
            <FormButton look="outline" size="small" working={t('account.working')}>
              {t('accountLicenses.places.move')}
            </FormButton>
          </ActionForm>
        </div>
      </details>
    </div>
  )
}
