import { buttonClasses } from '@/app/_components/Button'
import { t } from '@/platform/words'
import { registerAction } from '../register/actions'
import { signInAction } from '../sign-in/actions'
import { ActionForm, FormButton, FormField } from './ActionForm'
import { formWords } from './words'

interface Props {
  /** Where to go on afterwards: a path of ours. */
  next: string
  /** The address that both forms begin with. */
  email?: string
}

/** Signing in and registering without leaving the page: two folded forms, one open at a time. */
export function EnterInPlace({ next, email }: Props) {
  return (
    <div className="grid gap-3">
      <details name="enter">
        <summary className={buttonClasses({ look: 'outline', size: 'small' }, 'cursor-pointer')}>
          {t('account.signIn.submit')}
        </summary>
        <ActionForm action={signInAction} words={formWords()} className="mt-4 max-w-sm">
          <input type="hidden" name="next" value={next} />
          <Email id="enter-email" email={email} />
          <FormField
            id="enter-password"
            name="password"
            label={t('account.password')}
            type="password"
            autoComplete="current-password"
            maxLength={256}
            required
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <FormButton working={t('account.working')}>{t('account.signIn.submit')}</FormButton>
            <a className="link text-small" href="/forgot-password">
              {t('account.signIn.forgot')}
            </a>
          </div>
        </ActionForm>
      </details>
      <details name="enter">
        <summary className={buttonClasses({ look: 'outline', size: 'small' }, 'cursor-pointer')}>
          {t('account.register.title')}
        </summary>
        <ActionForm action={registerAction} words={formWords()} className="mt-4 max-w-sm">
          <input type="hidden" name="next" value={next} />
          <FormField
            id="join-name"
            name="name"
            label={t('account.name')}
            autoComplete="name"
            maxLength={80}
            required
          />
          <Email id="join-email" email={email} />
          <FormField
            id="join-password"
            name="password"
            label={t('account.password')}
            hint={t('account.passwordHint')}
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            required
          />
          <FormButton working={t('account.working')}>{t('account.register.submit')}</FormButton>
        </ActionForm>
      </details>
    </div>
  )
}

const Email = ({ id, email }: { id: string; email: string | undefined }) => (
  <FormField
    id={id}
    name="email"
    label={t('account.email')}
    type="email"
    autoComplete="username"
    defaultValue={email}
    required
  />
)
