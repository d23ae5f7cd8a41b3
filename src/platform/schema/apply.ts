import type { Document } from 'mongodb'
import type { Database } from '../database'
import { type CollectionDefinition, type IndexDefinition, indexOptions, type RecordShape } from '../records'

export type AnyDefinition = Pick<
  CollectionDefinition<RecordShape>,
  'name' | 'writer' | 'indexes' | 'validator'
>

/** Makes collections, validators and indexes as the code states them; what is already so stays untouched. */
export async function applySchema(database: Database, definitions: readonly AnyDefinition[]): Promise<void> {
  const { db } = database
  const existing = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  )
  for (const definition of definitions) {
    if (!existing.has(definition.name)) await db.createCollection(definition.name)
    if (definition.validator)
      await db.command({
        collMod: definition.name,
        validator: definition.validator,
        validationLevel: 'strict',
      })
    for (const difference of await indexDifferences(database, definition)) {
      if (difference.found) await db.collection(definition.name).dropIndex(difference.index.name)
      await db.collection(definition.name).createIndex(difference.index.keys, indexOptions(difference.index))
    }
  }
}

/** What the database lacks of what the code states, in sentences; empty when it may serve. */
export async function compareSchema(
  database: Database,
  definitions: readonly AnyDefinition[],
): Promise<string[]> {
  const problems: string[] = []
  const infos = await database.db.listCollections().toArray()
  for (const definition of definitions) {
    const info = infos.find(({ name }) => name === definition.name)
    if (!info) {
      problems.push(`collection ${definition.name} is missing`)
      continue
    }
    const options: Document = 'options' in info ? (info.options ?? {}) : {}
    if (definition.validator && !same(options.validator, definition.validator))
      problems.push(`the validator of ${definition.name} is missing or another`)
    for (const { index } of await indexDifferences(database, definition))
      problems.push(`index ${definition.name}.${index.name} is missing or another`)
  }
  return problems
}

async function indexDifferences(
  { db }: Database,
  { name, indexes }: AnyDefinition,
): Promise<{ index: IndexDefinition; found: boolean }[]> {
  const present = await db.collection(name).indexes()
  return indexes.flatMap((index): { index: IndexDefinition; found: boolean }[] => {
    const found = present.find((candidate) => candidate.name === index.name)
    if (!found) return [{ index, found: false }]
    const equal =
      same(found.key, index.keys) &&
      Boolean(found.unique) === Boolean(index.unique) &&
      found.expireAfterSeconds === index.expireAfterSeconds &&
      same(found.partialFilterExpression ?? null, index.partialFilterExpression ?? null)
    return equal ? [] : [{ index, found: true }]
  })
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
