import { t } from '@/platform/words'
import { ActionForm, FormButton } from '../../_forms/ActionForm'
import { formWords } from '../../_forms/words'
import { resendVerification } from '../settings/actions'

/** Stays until the address is verified. */
export function VerifyBanner({ email }: { email: string }) {
  return (
    <section
      aria-label={t('account.banner.title')}
      className="mb-8 rounded-control border-s-3 border-amber bg-amber-wash px-4 py-4"
    >
      <p className="font-semibold">{t('account.banner.title')}</p>
      <p className="mt-1 mb-3 text-[0.9375rem]">{t('account.banner.text', { email })}</p>
      <ActionForm action={resendVerification} words={formWords()} className="gap-3">
        <FormButton look="outline" size="small" working={t('account.working')}>
          {t('account.banner.submit')}
        </FormButton>
      </ActionForm>
    </section>
  )
}
