import { CopyField } from '@/app/_components/CopyField'
import { SectionHead } from '@/app/_components/SectionHead'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'

/** The link to the home page, and how one to any page is made. */
export function Links({ code }: { code: string }) {
  const link = `${environment().PUBLIC_URL}/r/${code}`
  return (
    <section aria-labelledby="link" className="mb-10">
      <SectionHead id="link" title={t('affiliates.link.title')} />
      <CopyField label={t('affiliates.link.home')} value={link} className="mb-5 max-w-xl" />
      <CopyField label={t('affiliates.link.page')} value={`${link}?to=/browse`} className="max-w-xl" />
      <p className="mt-1 text-small text-ink-2">{t('affiliates.link.pageHint')}</p>
    </section>
  )
}
