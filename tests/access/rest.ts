import config from '@payload-config'
import { handleEndpoints } from 'payload'

export interface Answer {
  status: number
  body: Record<string, unknown>
  text: string
}

/** Payload's REST as the world meets it: its own handlers, with a person's session token. */
export async function rest(
  token: string | null,
  method: string,
  path: string,
  /** A text is sent as it stands, said to be JSON. */
  body?: object | FormData | string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const form = body instanceof FormData
  const request = new Request(`http://localhost:3000/api${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `JWT ${token}` } : {}),
      ...(body && !form ? { 'Content-Type': 'application/json' } : {}),
      ...more,
    },
    ...(body ? { body: form || typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  })
  const response = await handleEndpoints({ config, request })
  const text = await response.text()
  return { status: response.status, text, body: asObject(text) }
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
