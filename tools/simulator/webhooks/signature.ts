import { createHmac } from 'node:crypto'

/**
 * The provider's signature header, scheme v1: HMAC-SHA256 over `<seconds>.<body>` with the endpoint's secret.
 * `seconds` is machine time, because receivers refuse what is older than their own clock allows.
 */
export function signatureHeader(body: string, secret: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}
