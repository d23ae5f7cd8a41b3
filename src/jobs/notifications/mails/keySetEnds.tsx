import { wordsFor } from '@/platform/words'
import { MailLayout, Paragraph } from './layout'

export interface KeySetEndsMail {
  publicUrl: string
  /** As people write it. */
  end: string
  ended: boolean
}

/** To admins: the keys of the licenses have to be certified anew, by whoever has the root. */
export function KeySetEnds({ locale, mail }: { locale: string; mail: KeySetEndsMail }) {
  const t = wordsFor(locale)
  const { publicUrl, end, ended } = mail
  return (
    <MailLayout
      title={t(ended ? 'mail.keySetEnds.endedTitle' : 'mail.keySetEnds.title', { end })}
      preview={t('mail.keySetEnds.preview')}
      publicUrl={publicUrl}
      footer={t('mail.keySetEnds.footer')}
    >
      <Paragraph>{t('mail.keySetEnds.what')}</Paragraph>
      <Paragraph>{t('mail.keySetEnds.todo')}</Paragraph>
    </MailLayout>
  )
}
