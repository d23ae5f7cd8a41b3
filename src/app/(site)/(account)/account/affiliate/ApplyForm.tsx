import { Alert } from '@/app/_components/Alert'
import { SectionHead } from '@/app/_components/SectionHead'
import type { SignedInPerson } from '@/app/_session'
import type { Settings } from '@/domain/accounts/settings'
import type { Affiliate } from '@/domain/affiliates/records'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../_forms/ActionForm'
import { FormArea, FormCheck } from '../../_forms/FormControls'
import { formWords } from '../../_forms/words'
import { applyAction } from './actions'

const terms = ['earn', 'base', 'own', 'honest', 'pause'] as const

interface Props {
  person: SignedInPerson
  settings: Settings
  /** What was rejected, to begin with. */
  again?: Affiliate
}

/** The application with the terms that it accepts. */
export function ApplyForm({ person, settings, again }: Props) {
  if (!person.emailVerified) return <Alert tone="info">{t('affiliates.apply.unverified')}</Alert>
  return (
    <section aria-labelledby="apply">
      <SectionHead id="apply" title={t(again ? 'affiliates.apply.again' : 'affiliates.apply.title')} />
      <h3 className="mb-2 font-semibold">{t('affiliates.terms.title')}</h3>
      <ul className="mb-6 max-w-prose list-disc ps-5 text-[0.9375rem]">
        {terms.map((term) => (
          <li key={term} className="mb-1.5">
            {t(`affiliates.terms.${term}`, { days: settings.affiliateCookieDays })}
          </li>
        ))}
      </ul>
      <ActionForm action={applyAction} words={formWords()} className="max-w-md">
        <FormField
          name="name"
          label={t('affiliates.apply.name')}
          hint={t('affiliates.apply.nameHint')}
          defaultValue={again?.name ?? person.name}
          autoComplete="name"
          maxLength={80}
          required
        />
        <FormField
          name="code"
          label={t('affiliates.apply.code')}
          hint={t('affiliates.apply.codeHint', { example: `${environment().PUBLIC_URL}/r/robin` })}
          defaultValue={again?.code ?? ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          required
        />
        <FormField
          name="website"
          label={t('affiliates.apply.website')}
          hint={t('affiliates.apply.websiteHint')}
          defaultValue={again?.website ?? ''}
          type="url"
          autoComplete="url"
          maxLength={300}
        />
        <FormArea
          id="pitch"
          name="pitch"
          label={t('affiliates.apply.pitch')}
          hint={t('affiliates.apply.pitchHint')}
          defaultValue={again?.pitch ?? ''}
          minLength={20}
          maxLength={1_000}
          required
        />
        <FormCheck id="accepted" name="accepted" label={t('affiliates.apply.accept')} />
        <FormButton working={t('account.working')}>{t('affiliates.apply.submit')}</FormButton>
      </ActionForm>
    </section>
  )
}
