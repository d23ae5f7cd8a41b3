import type { Supervisor } from './supervisor'

/** A terminal and npm each pass on the same Ctrl-C: what comes this soon is the first one again. */
const echoMs = 700

/** How often we look whether npm is still there. */
const lookMs = 500

/** The first signal stops everything in order; a second Ctrl-C kills what is left. */
export function stopOnSignals(supervisor: Supervisor, say: (line: string) => void): void {
  // A terminal that is gone must not end us before the rest has stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  let askedAt = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (askedAt === 0) {
        askedAt = Date.now()
        if (!supervisor.isStopping) say('Stopping. (Ctrl-C again kills what is left.)')
        void supervisor.stop()
      } else if (signal === 'SIGINT' && Date.now() - askedAt > echoMs) {
        supervisor.kill()
        process.exit(130)
      }
    })
  // npm does not always pass on what ends it: who ends `npm start` ends all of it.
  if (process.env.npm_lifecycle_event) whenParentGone(() => process.emit('SIGTERM'))
}

function whenParentGone(then: () => void): void {
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    then()
  }, lookMs)
  look.unref()
}
