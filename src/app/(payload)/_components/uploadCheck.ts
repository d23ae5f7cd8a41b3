import { z } from 'zod'

const answerSchema = z.object({
  state: z.string(),
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
})

export type UploadOutcome =
  | { kind: 'stored' }
  | { kind: 'refused'; detail: string }
  | { kind: 'still checking' }

const patienceMs = 180_000
const pauses = [300, 500, 1_000, 2_000]

/** Asks what came of the look into an upload until that is known, through breaks of the connection. */
export async function uploadOutcome(url: string, token: string, signal: AbortSignal): Promise<UploadOutcome> {
  const deadline = Date.now() + patienceMs
  for (let round = 0; Date.now() < deadline && !signal.aborted; round++) {
    const answer = await ask(url, token, signal)
    if (answer?.state === 'stored') return { kind: 'stored' }
    if (answer?.refusal) return { kind: 'refused', detail: answer.refusal.detail }
    await new Promise((resolve) => setTimeout(resolve, pauses[round] ?? pauses.at(-1)))
  }
  return { kind: 'still checking' }
}

async function ask(url: string, token: string, signal: AbortSignal) {
  try {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, signal })
    return answer.ok ? answerSchema.parse(await answer.json()) : null
  } catch (error) {
    // The connection broke, or the person left: the next round asks again, or does not.
    if (error instanceof TypeError || signal.aborted) return null
    throw error
  }
}
