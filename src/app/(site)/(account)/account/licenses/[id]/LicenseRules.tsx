import { SectionHead } from '@/app/_components/SectionHead'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'

/** On which domains and from which addresses the license works. */
export function LicenseRules({ license: { terms } }: { license: License }) {
  const { domains, ipRules, developmentHosts } = terms
  const more = t('accountLicenses.rules.developmentMore', { list: developmentHosts.join(', ') })
  return (
    <section aria-labelledby="rules" className="mt-10">
      <SectionHead id="rules" title={t('accountLicenses.rules.title')} />
      <div className="grid max-w-[68ch] gap-4">
        <Rules
          rules={domains}
          some={t('accountLicenses.rules.domains')}
          none={t('accountLicenses.rules.anyDomain')}
          hint={domains.some((rule) => rule.startsWith('*.')) ? t('accountLicenses.rules.wildcard') : null}
        />
        <Rules
          rules={ipRules}
          some={t('accountLicenses.rules.addresses')}
          none={t('accountLicenses.rules.anyAddress')}
          hint={null}
        />
        <p>
          {t('accountLicenses.rules.development')}
          {developmentHosts.length > 0 && `, ${more}`}.
        </p>
        {(domains.length > 0 || ipRules.length > 0) && (
          <p className="text-small">
            <a className="link" href="#requests">
              {t('accountLicenses.rules.change')}
            </a>
          </p>
        )}
      </div>
    </section>
  )
}

function Rules({
  rules,
  some,
  none,
  hint,
}: {
  rules: readonly string[]
  some: string
  none: string
  hint: string | null
}) {
  if (rules.length === 0) return <p>{none}</p>
  return (
    <div>
      <p>{some}</p>
      <ul className="mt-1 flex flex-wrap gap-2">
        {rules.map((rule) => (
          <li key={rule}>
            <code className="rounded-control bg-sunken px-2 py-0.5 font-mono text-[0.8125rem] wrap-anywhere">
              {rule}
            </code>
          </li>
        ))}
      </ul>
      {hint && <p className="mt-1 text-small text-ink-2">{hint}</p>}
    </div>
  )
}
