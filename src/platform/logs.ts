import { type Logger, pino } from 'pino'

/** Names of fields that never reach a log in full: keys, tokens, addresses. */
const secretFields = [
  'key',
  'token',
  'authorization',
  'cookie',
  'password',
  'secret',
  'email',
  'licenseKey',
  'sealed',
  'hash',
]

let root: Logger | undefined

/** The structured log of this process; every line is one JSON object. */
export function log(processName = process.env.MINTREU_PROCESS ?? 'tool'): Logger {
  root ??= pino({
    level: process.env.LOG_LEVEL ?? 'info',
    base: { process: processName },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secretFields.flatMap((name) => [name, `*.${name}`, `req.headers.${name}`]),
      censor: '[kept out of logs]',
    },
    serializers: { err: pino.stdSerializers.err },
  })
  return root
}

/** Lines of one kind that come by the thousand: whole lines, written together. */
export interface LineLog {
  /** Whether lines of level `info` are wanted. */
  isWanted: boolean
  /** `fields` is the inside of a JSON object, from the first name to the last value. */
  write(fields: string): void
  /** Writes what waits; otherwise four times a second. */
  flush(): void
}

const gatherBytes = 8_192
const gatherMs = 250

/** A log beside `log()`, on the same output in the same form, gathered: a system call for each line costs more than the line. */
export function lineLog(processName: string): LineLog {
  const output = pino.destination({ dest: 1, sync: true, minLength: gatherBytes })
  const timer = setInterval(() => output.flushSync(), gatherMs)
  timer.unref()
  process.once('exit', () => output.flushSync())
  const process_ = JSON.stringify(process.env.MINTREU_PROCESS ?? processName)
  return {
    isWanted: log(processName).isLevelEnabled('info'),
    write: (fields) => output.write(`{"level":30,"time":"${isoNow()}","process":${process_},${fields}}\n`),
    flush: () => output.flushSync(),
  }
}

let isoAt = 0
let iso = ''

/** The machine's time, written out once a millisecond. */
function isoNow(): string {
  const at = Date.now()
  if (at !== isoAt) {
    isoAt = at
    iso = new Date(at).toISOString()
  }
  return iso
}

export type { Logger }

/** `MINTREU-PACKAGE-…-A91F03DE` → `…F03DE`; `ann@example.com` → `a…@example.com`: what a log or a list may show. */
export const maskAddress = (email: string): string => email.replace(/^(.).*(@.*)$/, '$1…$2')
