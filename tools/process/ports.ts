import { once } from 'node:events'
import { connect, createServer } from 'node:net'
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

/** Whether a server of ours could listen on 127.0.0.1 there now, and would be the one who answers. */
export async function portState(port: number): Promise<PortState> {
  // macOS lets one listen on 127.0.0.1 beside somebody who listens on all addresses, so we ask first.
  if (await isAnswering(port)) return 'in use'
  const server = createServer()
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true })
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

async function isAnswering(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 })
  try {
    await Promise.race([once(socket, 'connect'), once(socket, 'timeout')])
    return true
  } catch {
    return false // refused: nobody is there
  } finally {
    socket.destroy()
  }
}
