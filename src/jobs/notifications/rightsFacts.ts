import { z } from 'zod'
import { wordsFor } from '@/platform/words'

const rightsData = z.object({
  granted: z.enum(['admin', 'support', 'editor', 'finance', 'owner', 'developer']).optional(),
  withdrawn: z.enum(['admin', 'support', 'editor', 'finance', 'owner', 'developer']).optional(),
  /** The name of the seller that the role is at; without: a role of ours. */
  seller: z.string().optional(),
})

/** Which role was granted or withdrawn, and where. */
export function rightsFacts(locale: string, data: unknown): string {
  const { granted, withdrawn, seller } = rightsData.parse(data)
  const t = wordsFor(locale)
  const role = granted ?? withdrawn
  if (!role) throw new Error('a mail of changed rights says which')
  return t(granted ? 'mail.rightsChanged.granted' : 'mail.rightsChanged.withdrawn', {
    role: t(`mail.rightsChanged.roles.${role}`),
    where: seller ?? t('mail.rightsChanged.us'),
  })
}
