import nodemailer, { type SendMailOptions, type Transporter } from 'nodemailer'
import type { EmailAdapter } from 'payload'
import { AwayError } from './drain'
import type { Environment } from './env'

export interface Mail {
  to: string
  subject: string
  html: string
  text: string
  /** The same for every try of the same mail, so that a receiver can drop a repeat. */
  messageId: string
  attachments?: { filename: string; content: Buffer; contentType: string }[]
  /** Of a mail that nobody asked for: the address that stops its kind by one POST (RFC 8058). */
  stopUrl?: string
}

export interface Mailer {
  send(mail: Mail): Promise<void>
  /** Whether the server answers; for readiness. */
  verify(): Promise<void>
  close(): void
}

/**
 * Mails leave through one SMTP server; the only file that knows nodemailer. A server that lets nobody in is not asked for
 * every mail that waits, so that what else the outbox holds does not wait with them.
 * @param env SMTP_URL and MAIL_FROM.
 */
export function smtpMailer(
  { SMTP_URL, MAIL_FROM }: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM'>,
  { restMs = 10_000 } = {},
): Mailer {
  const transport = transporter(SMTP_URL)
  let awayUntil = 0
  let why = ''
  const away = () => new AwayError(`the mail server does not answer: ${why}`)
  const deliver = async (message: SendMailOptions): Promise<void> => {
    if (Date.now() < awayUntil) throw away()
    try {
      await transport.sendMail(message)
    } catch (error) {
      if (!(await letsNobodyIn(transport, error))) throw error
      why = error instanceof Error ? error.message : String(error)
      awayUntil = Date.now() + restMs
      throw away()
    }
  }
  return {
    send: ({ to, subject, html, text, messageId, attachments, stopUrl }) =>
      deliver({
        from: MAIL_FROM,
        to,
        subject,
        html,
        text,
        messageId,
        attachments: attachments ?? [],
        headers: stopUrl
          ? { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
          : {},
      }),
    async verify() {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}

/**
 * Whether the server is to blame and not the mail: another connection, with our name and password, is refused too. A
 * connection that is cut in the middle of a mail only counts as a try of that mail.
 */
async function letsNobodyIn(transport: Transporter, error: unknown): Promise<boolean> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!connectionCodes.has(code)) return false
  return transport.verify().then(
    () => false,
    () => true,
  )
}

const connectionCodes = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS', 'ETLS', 'EAUTH', 'EPROTOCOL'])

/**
 * Payload's own mails take the same road. Ours never do: they are outbox rows that the worker sends.
 * Connections are made at the first mail, so that a config can be loaded without a mail server.
 */
export const payloadEmailAdapter =
  (from: string, smtpUrl: string): EmailAdapter<void> =>
  () => {
    let transport: Transporter | undefined
    const { name, address } = splitFrom(from)
    return {
      name: 'smtp',
      defaultFromAddress: address,
      defaultFromName: name,
      async sendEmail(message) {
        transport ??= transporter(smtpUrl)
        await transport.sendMail({ from, ...message })
      },
    }
  }

const transporter = (url: string): Transporter =>
  nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

function splitFrom(from: string): { name: string; address: string } {
  const match = /^(.*)<(.+)>$/.exec(from)
  return { name: match?.[1]?.trim().replace(/^"|"$/g, '') || 'Mintreu', address: match?.[2]?.trim() ?? from }
}
