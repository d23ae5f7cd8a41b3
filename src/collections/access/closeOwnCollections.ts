import type { Access, SanitizedConfig } from 'payload'
import { mayOpenPanel } from '@/domain/accounts/rights'
import { nobody } from './rules'

const panelPeople: Access = ({ req }) => mayOpenPanel(req.user)

const ownLocks: Access = ({ req }) =>
  mayOpenPanel(req.user) ? { 'user.value': { equals: req.user?.id } } : false

/**
 * Payload's own collections take anybody who is signed in, and customers sign in: here preferences are for the panel's
 * people, each their own, and the rest for nobody over HTTP. Its edit locks ask nobody whether the document is theirs: a
 * member of one seller could keep every other from saving, so nothing is locked.
 */
export function closeOwnCollections(config: SanitizedConfig): SanitizedConfig {
  for (const entity of [...config.collections, ...config.globals]) entity.lockDocuments = false
  for (const { slug, access } of config.collections) {
    if (!slug.startsWith('payload-')) continue
    if (slug === 'payload-preferences') {
      const own = access.read
      const ownInPanel: Access = (args) => (mayOpenPanel(args.req.user) ? own(args) : false)
      Object.assign(access, { create: panelPeople, read: ownInPanel, update: ownInPanel, delete: ownInPanel })
    } else {
      // The dashboard asks for locks, and fails where it may not ask.
      const read = slug === 'payload-locked-documents' ? ownLocks : nobody
      Object.assign(access, { create: nobody, read, update: nobody, delete: nobody })
    }
    Object.assign(access, { readVersions: nobody, unlock: nobody })
  }
  return config
}
