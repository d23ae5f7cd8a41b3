import type { CollectionBeforeChangeHook } from 'payload'

/** Counts a package's edits: an order line names the revision that it bought. */
export const countRevision: CollectionBeforeChangeHook = ({ data, originalDoc, operation }) => ({
  ...data,
  revision: operation === 'create' ? 1 : (originalDoc?.revision ?? 1) + 1,
})
