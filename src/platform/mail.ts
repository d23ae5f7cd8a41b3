import nodemailer, { type Transporter } from 'nodemailer'
import type { EmailAdapter } from 'payload'
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

/** Mails leave through one SMTP server; the only file that knows nodemailer. @param env SMTP_URL and MAIL_FROM. */
export function smtpMailer({ SMTP_URL, MAIL_FROM }: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM'>): Mailer {
  const transport = transporter(SMTP_URL)
  return {
    async send({ to, subject, html, text, messageId, attachments, stopUrl }) {
      await transport.sendMail({
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
      })
    },
    async verify() {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}

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
