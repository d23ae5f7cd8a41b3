import { MongoClient } from 'mongodb'

/** Whether the demo marketplace is in the database: the seed leaves a document in `seed` as its last act. */
export async function isSeeded(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 8_000 })
  try {
    return (
      (await client
        .db()
        .collection('seed')
        .findOne({}, { projection: { _id: 1 } })) !== null
    )
  } finally {
    await client.close()
  }
}
