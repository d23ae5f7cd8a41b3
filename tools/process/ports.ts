import { once } from 'node:events'
import { createServer } from 'node:net'
import { isErrno } from './guarded'

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}

export type PortState = 'free' | 'in use' | 'not allowed'

/** Whether a server of ours could listen there now. */
export async function portState(port: number, host = '127.0.0.1'): Promise<PortState> {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    if (isErrno(error, 'EADDRINUSE')) return 'in use'
    if (isErrno(error, 'EACCES', 'EPERM')) return 'not allowed'
    throw error
  }
  server.close()
  await once(server, 'close')
  return 'free'
}
