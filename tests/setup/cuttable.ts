import { connectDatabase, type Database } from '@/platform/database'
import { cuttableLine } from './cuttableLine'

export interface CuttableDatabase {
  /** A client of its own, over a line of its own. */
  followed: Database
  /** For further clients over that line. */
  uri: string
  /** From now on nothing answers there. */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

/** A line to the run's MongoDB that can be cut and mended, for what must outlive that. */
export async function cuttableDatabase(name: string): Promise<CuttableDatabase> {
  const [host = '', port = ''] = (/\/\/([^/]+)/.exec(process.env.MONGODB_URI ?? '')?.[1] ?? '').split(':')
  const line = await cuttableLine(host, Number(port))
  const uri = `mongodb://127.0.0.1:${line.port}/${name}?directConnection=true&heartbeatFrequencyMS=500`
  const followed = await connectDatabase(uri)
  return {
    followed,
    uri,
    cut: line.cut,
    mend: line.mend,
    async stop() {
      await followed.client.close()
      await line.stop()
    },
  }
}
