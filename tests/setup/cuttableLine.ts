import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  /** Where it listens on 127.0.0.1; the same after it was mended. */
  port: number
  /** From now on nothing answers there. */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

/** A line to a server that can be cut and mended, for what must outlive that. */
export async function cuttableLine(host: string, port: number): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const upstream = connect(port, host)
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
  const cut = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port: own,
    cut,
    mend: () => listen(own),
    async stop() {
      if (server.listening) await cut()
    },
  }
}
