import { Badge, type BadgeTone } from '@/app/_components/Badge'
import { dateWords } from '@/app/_components/DateTime'
import { SectionHead } from '@/app/_components/SectionHead'
import type { License, LicenseRequest } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { ActionForm, FormButton, FormField } from '../../../_forms/ActionForm'
import { FormArea } from '../../../_forms/FormControls'
import { formWords } from '../../../_forms/words'
import { askRequestAction, withdrawRequestAction } from './requestActions'

type Kind = LicenseRequest['kind']
const kinds: readonly Kind[] = ['extend', 'transfer']

const tones: Record<LicenseRequest['status'], BadgeTone> = {
  open: 'warning',
  approved: 'good',
  rejected: 'danger',
  withdrawn: 'neutral',
}

/** What was asked of the seller, what became of it, and the forms to ask: for more time, for another owner. */
export function LicenseRequests({
  license,
  requests,
}: {
  license: Pick<License, '_id' | 'status'>
  requests: readonly LicenseRequest[]
}) {
  const isOpen = (kind: Kind) =>
    requests.some((request) => request.kind === kind && request.status === 'open')
  return (
    <section aria-labelledby="requests" className="mt-10">
      <SectionHead id="requests" title={t('accountLicenses.requests.title')} />
      <p className="-mt-2 mb-4 text-ink-2">
        {t(
          license.status === 'revoked'
            ? 'accountLicenses.requests.revoked'
            : 'accountLicenses.requests.intro',
        )}
      </p>
      {requests.length > 0 && (
        <ul className="mb-4 border-t border-line">
          {requests.map((request) => (
            <li key={request._id} className="border-b border-line py-4">
              <Asked license={license._id} request={request} />
            </li>
          ))}
        </ul>
      )}
      {license.status !== 'revoked' && (
        <div className="grid gap-2">
          {kinds
            .filter((kind) => !isOpen(kind))
            .map((kind) => (
              <Ask key={kind} license={license._id} kind={kind} />
            ))}
        </div>
      )}
    </section>
  )
}

function Asked({ license, request }: { license: string; request: LicenseRequest }) {
  const kind = t(`accountLicenses.requests.kind.${request.kind}`)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-base">{kind}</h3>
        <Badge tone={tones[request.status]}>{t(`accountLicenses.requests.state.${request.status}`)}</Badge>
        <span className="text-small text-ink-2 wrap-anywhere">
          {t('accountLicenses.requests.askedOn', { date: dateWords(request.createdAt) })}
          {request.toEmail && ` ${t('accountLicenses.requests.to', { email: request.toEmail })}`}
        </span>
      </div>
      <p className="mt-1 max-w-[68ch] whitespace-pre-line wrap-anywhere">{request.note}</p>
      {request.answer && (
        <p className="mt-2 max-w-[68ch] whitespace-pre-line wrap-anywhere">
          <span className="font-semibold">{t('accountLicenses.requests.answer')}</span> {request.answer}
        </p>
      )}
      {request.status === 'open' && (
        <ActionForm action={withdrawRequestAction} words={formWords()} className="mt-3 gap-3">
          <input type="hidden" name="license" value={license} />
          <input type="hidden" name="request" value={request._id} />
          <FormButton look="outline" size="small" working={t('account.working')}>
            {t('accountLicenses.requests.withdraw')}
            <span className="sr-only"> {kind}</span>
          </FormButton>
        </ActionForm>
      )}
    </>
  )
}

function Ask({ license, kind }: { license: string; kind: Kind }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer py-1.5 font-semibold underline underline-offset-3 pointer-coarse:py-3">
        {t(`accountLicenses.requests.${kind}Open`)}
      </summary>
      <p className="mt-2 mb-4 max-w-[68ch]">{t(`accountLicenses.requests.${kind}Text`)}</p>
      <ActionForm action={askRequestAction} words={formWords()} className="max-w-md pb-4">
        <input type="hidden" name="license" value={license} />
        <input type="hidden" name="kind" value={kind} />
        {kind === 'transfer' && (
          <FormField
            id="transfer-email"
            name="email"
            type="email"
            label={t('accountLicenses.requests.email')}
            maxLength={254}
            autoComplete="off"
          />
        )}
        <FormArea
          id={`${kind}-note`}
          name="note"
          label={t('accountLicenses.requests.note')}
          maxLength={1_000}
        />
        <FormButton working={t('account.working')}>{t('accountLicenses.requests.submit')}</FormButton>
      </ActionForm>
    </details>
  )
}
