import type { Access, SanitizedConfig } from 'payload'
import { mayOpenPanel } from '@/domain/accounts/rights'
import { nobody } from './rules'

const panelPeople: Access = ({ req }) => mayOpenPanel(req.user)

/**
 * Payload's own collections take anybody who is signed in, and customers sign in: here they are for the panel's people
 * (locks, preferences: each their own) or for nobody over HTTP.
 */
export function closeOwnCollections(config: SanitizedConfig): SanitizedConfig {
  for (const { slug, access } of config.collections) {
    if (!slug.startsWith('payload-')) continue
    if (slug === 'payload-preferences') {
      const own = access.read
      const ownInPanel: Access = (args) => (mayOpenPanel(args.req.user) ? own(args) : false)
      Object.assign(access, { create: panelPeople, read: ownInPanel, update: ownInPanel, delete: ownInPanel })
    } else {
      const rule = slug === 'payload-locked-documents' ? panelPeople : nobody
      Object.assign(access, { create: rule, read: rule, update: rule, delete: rule })
    }
    Object.assign(access, { readVersions: nobody, unlock: nobody })
  }
  return config
}
