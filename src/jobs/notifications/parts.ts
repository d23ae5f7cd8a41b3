import { render } from '@react-email/render'
import type { ReactElement } from 'react'
import type { Mail } from '@/platform/mail'

export type ComposedMail = Pick<Mail, 'subject' | 'html' | 'text' | 'attachments' | 'stopUrl'>

/** Both parts of a mail: whoever reads without HTML reads the same. */
export async function parts(element: ReactElement): Promise<{ html: string; text: string }> {
  return { html: await render(element), text: await render(element, { plainText: true }) }
}
