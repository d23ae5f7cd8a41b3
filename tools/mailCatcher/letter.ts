import { type AddressObject, type Attachment, simpleParser } from 'mailparser'
import type { Envelope } from './store'

/** A message as people and tests read it. */
export interface Letter {
  id: string
  receivedAt: string
  envelope: { from: string; to: string[] }
  from: string
  to: string[]
  cc: string[]
  replyTo: string[]
  subject: string
  messageId: string | null
  text: string | null
  /** Embedded pictures stand in it as data. */
  html: string | null
  /** As they came, in their order. */
  headers: { name: string; value: string }[]
  attachments: { filename: string; contentType: string; bytes: number }[]
}

export async function readLetter(id: string, envelope: Envelope, raw: Buffer): Promise<Letter> {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true })
  return {
    id,
    receivedAt: envelope.receivedAt,
    envelope: { from: envelope.from, to: envelope.to },
    from: mail.from?.text ?? envelope.from,
    to: written(mail.to),
    cc: written(mail.cc),
    replyTo: written(mail.replyTo),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? null,
    text: mail.text ?? null,
    html: mail.html || null,
    headers: mail.headerLines.map(({ line }) => {
      const colon = line.indexOf(':')
      return {
        name: line.slice(0, colon),
        value: line
          .slice(colon + 1)
          .replace(/\r?\n\s*/g, ' ')
          .trim(),
      }
    }),
    attachments: mail.attachments.map(({ filename, contentType, size }, index) => ({
      filename: filename ?? `attachment-${index + 1}`,
      contentType,
      bytes: size,
    })),
  }
}

/** The content of one attachment, from the message as it came. */
export async function readAttachment(raw: Buffer, index: number): Promise<Attachment | undefined> {
  return (await simpleParser(raw)).attachments[index]
}

/** Whether a letter went to this address, by envelope or header; case does not count. */
export function wentTo(letter: Letter, address: string): boolean {
  const wanted = address.trim().toLowerCase()
  return [...letter.envelope.to, ...letter.to, ...letter.cc].some((one) => {
    const bare = /<([^>]+)>$/.exec(one)?.[1] ?? one
    return bare.toLowerCase() === wanted
  })
}

function written(addresses: AddressObject | AddressObject[] | undefined): string[] {
  const groups = addresses === undefined ? [] : Array.isArray(addresses) ? addresses : [addresses]
  return groups.flatMap(({ value }) =>
    value.map(({ name, address }) => (name && address ? `${name} <${address}>` : (address ?? name))),
  )
}
