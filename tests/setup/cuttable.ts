import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { connectDatabase, type Database } from '@/platform/database'

export interface CuttableDatabase {
  /** A client of its own, over a line of its own. */
  followed: Database
  /** From now on nothing answers there. */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

/** A line to the run's MongoDB that can be cut and mended, for what must outlive that. */
export async function cuttableDatabase(name: string): Promise<CuttableDatabase> {
  const [host = '', port = ''] = (/\/\/([^/]+)/.exec(process.env.MONGODB_URI ?? '')?.[1] ?? '').split(':')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const upstream = connect(Number(port), host)
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => end.destroy())
      end.on('close', () => {
        sockets.delete(end)
        socket.destroy()
        upstream.destroy()
      })
    }
    socket.pipe(upstream).pipe(socket)
  })
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const { port: own } = server.address() as AddressInfo
  const followed = await connectDatabase(
    `mongodb://127.0.0.1:${own}/${name}?directConnection=true&heartbeatFrequencyMS=500`,
  )
  const cut = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    followed,
    cut,
    mend: () => listen(own),
    async stop() {
      await followed.client.close()
      if (server.listening) await cut()
    },
  }
}
