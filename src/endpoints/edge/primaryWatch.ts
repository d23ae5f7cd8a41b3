import type { TopologyDescription } from 'mongodb'
import type { Database } from '@/platform/database'
import { isRefusedPage } from '@/platform/refusedPage'
import { WebUnavailable } from './streamAnswer'
import type { WebUpstream } from './webUpstream'

export interface PrimaryWatch {
  /** Whether a member takes writes, as far as the driver has heard. */
  isThere(): boolean
  /** Waits for one, at most so long. @returns whether it is there. */
  within(milliseconds: number): Promise<boolean>
  stop(): void
}

/**
 * What the driver hears of the replica set all the time anyway: a page is not asked of web while nothing could be read for
 * it, and a change of the primary, which takes a moment, is waited for.
 */
export function watchPrimary({ client }: Database): PrimaryWatch {
  let isThere = true
  const waiting = new Set<() => void>()
  const onChange = ({ newDescription }: { newDescription: TopologyDescription }) => {
    isThere = [...newDescription.servers.values()].some(({ isWritable }) => isWritable)
    if (isThere) for (const tell of [...waiting]) tell()
  }
  client.on('topologyDescriptionChanged', onChange)
  return {
    isThere: () => isThere,
    within(milliseconds) {
      if (isThere) return Promise.resolve(true)
      return new Promise((resolve) => {
        const tell = () => {
          clearTimeout(timer)
          waiting.delete(tell)
          resolve(isThere)
        }
        const timer = setTimeout(tell, milliseconds)
        waiting.add(tell)
      })
    },
    stop: () => void client.off('topologyDescriptionChanged', onChange),
  }
}

/**
 * A fault that web answers while nothing can be read, or because a part of it is away or busy, is no page of its own.
 * @throws WebUnavailable then.
 */
export const faultless = (
  primary: Pick<PrimaryWatch, 'isThere'>,
  upstream: Pick<WebUpstream, 'fetch'>,
): Pick<WebUpstream, 'fetch'> => ({
  async fetch(target, headers, limit) {
    const answer = await upstream.fetch(target, headers, limit)
    if (answer.status >= 500 && !primary.isThere()) throw new WebUnavailable('the database does not answer')
    if (isRefusedPage(answer.status, answer.body)) throw new WebUnavailable('a part of web is away or busy')
    return answer
  },
})
