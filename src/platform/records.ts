import type { CreateIndexesOptions, Document, IndexSpecification } from 'mongodb'
import type { z } from 'zod'

/** What every stored thing has: a string id of ours. */
export interface RecordShape {
  _id: string
}

export interface IndexDefinition {
  /** Stable: `migrate` compares by name and shape. */
  name: string
  keys: IndexSpecification & Record<string, 1 | -1 | 'text'>
  unique?: true
  /** Seconds after the indexed time when a cleaner may delete it. Decides nothing, only cleans. */
  expireAfterSeconds?: number
  partialFilterExpression?: Document
}

export interface CollectionDefinition<T extends RecordShape> {
  name: string
  /** As it lies in MongoDB. Records: everything, strict. Documents (written by Payload): the part that operations read. */
  schema: z.ZodType<T>
  /** Records are written by operations; documents by Payload alone. */
  writer: 'operations' | 'payload'
  indexes: readonly IndexDefinition[]
  /** Added to, never changed or removed: a transaction refuses everything else. */
  appendOnly?: true
  /** A MongoDB validator that holds for whoever writes, by whatever way. */
  validator?: Document
}

interface DefinitionExtras {
  indexes?: readonly IndexDefinition[]
  validator?: Document
  appendOnly?: true
}

/** A record: written through the driver by operations only; the panel sees it read-only. */
export const defineRecord = <T extends RecordShape>(
  name: string,
  schema: z.ZodType<T>,
  { indexes = [], validator, appendOnly }: DefinitionExtras = {},
): CollectionDefinition<T> => ({
  name,
  schema,
  writer: 'operations',
  indexes,
  ...(validator ? { validator } : {}),
  ...(appendOnly ? { appendOnly } : {}),
})

/** A document: written by Payload; here the part of its shape that operations and edge read, with our indexes. */
export const defineDocument = <T extends RecordShape>(
  name: string,
  schema: z.ZodType<T>,
  { indexes = [] }: Pick<DefinitionExtras, 'indexes'> = {},
): CollectionDefinition<T> => ({ name, schema, writer: 'payload', indexes })

/**
 * For a partial index over a field that is text, or a time, where it is there at all. MongoDB takes a partial index only for a
 * question that says at least as much as its filter: `{ field: 'x' }` says `$gt: ''`, and it does not say `$type: 'string'`.
 */
export const anyText = { $gt: '' }
export const anyTime = { $gt: new Date(0) }

/** What the driver is told of an index. */
export const indexOptions = (index: IndexDefinition): CreateIndexesOptions => ({
  name: index.name,
  ...(index.unique ? { unique: true } : {}),
  ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
  ...(index.partialFilterExpression ? { partialFilterExpression: index.partialFilterExpression } : {}),
})
