export type PanelAnswer<T> = { ok: true; data: T } | { ok: false; code: string; detail: string }

/**
 * POSTs to an endpoint of the panel; a refusal comes back as the sentence of its problem document.
 * @param key an `Idempotency-Key`: the act is done once, however often this is sent.
 */
export async function callPanel<T = Record<string, unknown>>(
  path: string,
  body: object,
  key?: string,
): Promise<PanelAnswer<T>> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(key ? { 'idempotency-key': key } : {}),
    },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return { ok: true, data: answer as T }
  const problem = answer as { code?: string; detail?: string } | null
  return {
    ok: false,
    code: problem?.code ?? 'unreachable',
    detail: problem?.detail ?? 'The server did not answer as expected. Try again.',
  }
}
