/** The mail catcher as a process of its own: `npx tsx tools/mailCatcher/main.ts`. Settings: see README. */
import { startMailCatcher } from './catcher'

function portFrom(name: string, fallback: number): number {
  const text = process.env[name]
  const port = text ? Number(text) : fallback
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${name} is "${text}", which is no port`)
  return port
}

async function main(): Promise<void> {
  const catcher = await startMailCatcher({
    folder: process.env.MAIL_CATCHER_DATA || '.data/mail',
    smtpPort: portFrom('MAIL_CATCHER_SMTP_PORT', 3025),
    httpPort: portFrom('MAIL_CATCHER_HTTP_PORT', 3026),
  })
  const { smtpPort, httpPort } = catcher
  console.log(JSON.stringify({ ready: true, smtpPort, httpPort }))
  const stop = () => {
    void catcher.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: unknown) => {
  console.error(`The mail catcher did not start: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
})
