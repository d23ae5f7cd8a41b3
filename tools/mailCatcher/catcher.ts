import { type HttpService, startHttp } from './http'
import { startSmtp } from './smtp'
import { MailStore } from './store'
import { Switches } from './switches'

export interface MailCatcher {
  smtpPort: number
  httpPort: number
  stop(): Promise<void>
}

/** Takes mail that must not leave this machine, and shows it. Port 0: a free one. */
export async function startMailCatcher(options: {
  folder: string
  smtpPort: number
  httpPort: number
}): Promise<MailCatcher> {
  const store = await MailStore.open(options.folder)
  const switches = new Switches()
  const smtp = await startSmtp(options.smtpPort, store, switches)
  let http: HttpService
  try {
    http = await startHttp(options.httpPort, { store, switches, smtpPort: smtp.port })
  } catch (error) {
    await smtp.stop()
    throw error
  }
  return {
    smtpPort: smtp.port,
    httpPort: http.port,
    stop: async () => {
      await smtp.stop()
      await http.stop()
    },
  }
}
