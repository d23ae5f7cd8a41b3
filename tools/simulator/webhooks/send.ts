import { signatureHeader } from './signature'

interface Sending {
  url: string
  body: string
  secret: string
  /** Machine time in milliseconds; its second goes into the signature. */
  startedMs: number
  signal: AbortSignal
}

/** One attempt. A redirect counts as a failure, as with the provider; `status` is null when no answer came. */
export async function sendWebhook(
  sending: Sending,
): Promise<{ status: number | null; error: string | null }> {
  const { url, body, secret, startedMs, signal } = sending
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'PaymentSimulator/1.0',
    'stripe-signature': signatureHeader(body, secret, Math.floor(startedMs / 1000)),
  }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await answer.arrayBuffer()
    return { status: answer.status, error: null }
  } catch (error) {
    return { status: null, error: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
