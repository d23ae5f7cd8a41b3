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

export type { Logger }

/** `MINTREU-PACKAGE-…-A91F03DE` → `…F03DE`; `ann@example.com` → `a…@example.com`: what a log or a list may show. */
export const maskAddress = (email: string): string => email.replace(/^(.).*(@.*)$/, '$1…$2')
