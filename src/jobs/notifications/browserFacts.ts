import { z } from 'zod'
import { browserName } from '@/domain/accounts/listSessions'
import { wordsFor } from '@/platform/words'

const browserData = z.object({
  userAgent: z.string().nullable(),
  network: z.string().nullable(),
  at: z.coerce.date(),
})

/** Which browser, from where and when, in a sentence. */
export function browserFacts(locale: string, data: unknown): string {
  const { userAgent, network, at } = browserData.parse(data)
  const t = wordsFor(locale)
  const known = browserName(userAgent)
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return t('mail.newBrowser.facts', {
    browser: known ? t('mail.newBrowser.browserOn', known) : t('mail.newBrowser.unknown'),
    network: network ?? t('mail.newBrowser.unknown'),
    at: `${moment.format(at)} UTC`,
  })
}
