import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { MailStore } from './store'
import type { Mode, Switches } from './switches'

const maxBytes = 30 * 1024 * 1024

export interface SmtpService {
  port: number
  stop(): Promise<void>
}

/** An SMTP server on 127.0.0.1 that takes everything from everybody, unless a switch says otherwise. */
export async function startSmtp(port: number, store: MailStore, switches: Switches): Promise<SmtpService> {
  const sockets = new Map<number, Socket>()
  const server = new SMTPServer({
    name: 'mail-catcher.localhost',
    banner: 'Mintreu mail catcher',
    // No certificate to offer: a peer that sees STARTTLS would try it and refuse ours.
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: maxBytes,
    closeTimeout: 500,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    onData: (stream, session, done) => {
      const mode = switches.next()
      receive(stream, session, mode, store).then(
        () =>
          mode === 'drop-after-data' ? sockets.get(session.remotePort)?.destroy() : done(null, 'Caught'),
        (error) => done(error),
      )
    },
  })
  // A peer that hangs up in the middle of a sentence is its own affair.
  server.on('error', (error) => console.error(`smtp: ${error.message}`))
  server.server.on('connection', (socket) => {
    const remotePort = socket.remotePort ?? 0
    sockets.set(remotePort, socket)
    socket.once('close', () => sockets.delete(remotePort))
  })
  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function receive(
  stream: AsyncIterable<Buffer> & { sizeExceeded: boolean },
  { envelope }: SMTPServerSession,
  mode: Mode,
  store: MailStore,
): Promise<void> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes <= maxBytes) parts.push(part)
  }
  if (stream.sizeExceeded) throw refusal(552, 'The message is larger than 30 MB')
  if (mode === 'reject-temporary') throw refusal(451, 'Switched to refuse for now; try again later')
  if (mode === 'reject-permanent') throw refusal(550, 'Switched to refuse for good')
  const from = envelope.mailFrom ? envelope.mailFrom.address : ''
  const to = envelope.rcptTo.map(({ address }) => address)
  await store.add({ receivedAt: new Date().toISOString(), from, to }, Buffer.concat(parts))
}

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })
