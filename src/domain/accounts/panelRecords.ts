import { z } from 'zod'
import { defineDocument } from '@/platform/records'

/*
 * What Payload keeps for itself: made with everything else by `migrate`, because a process that serves makes neither
 * collections nor indexes. Their shapes are Payload's own business.
 */
const keptByPayload = z.looseObject({ _id: z.string() })

/** The one document of each global: the settings. */
export const globalsDocument = defineDocument('globals', keptByPayload, {
  indexes: [{ name: 'global_type', keys: { globalType: 1 }, unique: true }],
})

/** List columns and open groups of each person in the panel. */
export const preferenceDocument = defineDocument('payload-preferences', keptByPayload, {
  indexes: [{ name: 'user_key', keys: { 'user.value': 1, key: 1 } }],
})

/** Who is editing what at the moment. */
export const editLockDocument = defineDocument('payload-locked-documents', keptByPayload, {
  indexes: [
    { name: 'document', keys: { 'document.value': 1 } },
    { name: 'user', keys: { 'user.value': 1 } },
  ],
})

export const payloadMigrationsDocument = defineDocument('payload-migrations', keptByPayload)
export const payloadKeyValueDocument = defineDocument('payload-kv', keptByPayload, {
  indexes: [{ name: 'key', keys: { key: 1 }, unique: true }],
})
