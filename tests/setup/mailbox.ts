import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { sendMail } from '@/jobs/notifications/sendMail'
import type { Database } from '@/platform/database'
import { createDrain } from '@/platform/drain'
import { smtpMailer } from '@/platform/mail'
import { outboxRow } from '@/platform/outbox'
import { startMailCatcher } from '../../tools/mailCatcher/catcher'

const listSchema = z.object({ messages: z.array(z.object({ id: z.string() })) })
const letterSchema = z.object({
  envelope: z.object({ to: z.array(z.string()) }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})

export interface Received {
  to: string
  subject: string
  text: string
  html: string
}

/** A mail server of the test's own, and the loop that sends to it what the outbox holds. */
export async function openMailbox(database: Database, publicUrl: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-mailbox-'))
  const catcher = await startMailCatcher({ folder, smtpPort: 0, httpPort: 0 })
  const mailer = smtpMailer({
    SMTP_URL: `smtp://127.0.0.1:${catcher.smtpPort}`,
    MAIL_FROM: 'Mintreu <shop@example.com>',
  })
  const errors: unknown[] = []
  const ask = async (place: string, method = 'GET'): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${catcher.httpPort}/api/messages${place}`, { method })).json()
  const drain = () =>
    createDrain({
      database,
      queue: outboxRow,
      handle: (row) => sendMail({ database, mailer, publicUrl }, row),
      onFailure: (_, error) => errors.push(error),
    })
  return {
    /** Sends what is due by the clock. @returns what arrived, oldest first. @throws what failed. */
    async receive(workers = 1): Promise<Received[]> {
      await Promise.all(Array.from({ length: workers }, () => drain().runDue()))
      if (errors.length > 0) throw errors.splice(0)[0]
      const { messages } = listSchema.parse(await ask('?limit=500'))
      const received: Received[] = []
      for (const { id } of messages.reverse()) {
        const { envelope, ...letter } = letterSchema.parse(await ask(`/${id}`))
        received.push({ to: envelope.to.join(), ...letter })
      }
      await ask('', 'DELETE')
      return received
    },
    async close(): Promise<void> {
      mailer.close()
      await catcher.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
