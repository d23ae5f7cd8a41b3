import type { Server } from 'node:http'
import type { Environment } from '@/platform/env'
import { counter } from '@/platform/metrics'
import { addressCell } from '@/platform/rateLimit'

const dropped = counter('connections_dropped_total', 'Connections closed because there were too many.', [
  'by',
])

type Caps = Pick<Environment, 'EDGE_CONNECTIONS' | 'EDGE_CONNECTIONS_PER_ADDRESS' | 'TRUSTED_HOPS'>

/**
 * Nobody may hold all connections: so many at once, and so many of one address. Behind proxies of ours all come from those,
 * so there only the first number holds, and the proxy has to count.
 */
export function capConnections(server: Server, caps: Caps): void {
  server.maxConnections = caps.EDGE_CONNECTIONS
  server.on('drop', () => dropped.inc({ by: 'all' }))
  if (caps.TRUSTED_HOPS > 0) return
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const cell = addressCell(socket.remoteAddress ?? '')
    const count = open.get(cell) ?? 0
    if (count >= caps.EDGE_CONNECTIONS_PER_ADDRESS) {
      dropped.inc({ by: 'address' })
      socket.destroy()
      return
    }
    open.set(cell, count + 1)
    socket.once('close', () => {
      const left = (open.get(cell) ?? 1) - 1
      if (left > 0) open.set(cell, left)
      else open.delete(cell)
    })
  })
}
