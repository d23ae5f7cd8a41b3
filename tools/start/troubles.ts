/** What a person can do something about. Its message is one sentence, said without a stack. */
export class Trouble extends Error {
  override name = 'Trouble'
}

export interface PortUse {
  port: number
  /** The setting that moves it. */
  setting: string
}

export const portInUse = ({ port, setting }: PortUse): string =>
  `Port ${port} is in use by another program. Stop it or set ${setting}.`

export const portNotAllowed = ({ port, setting }: PortUse): string =>
  `Port ${port} may not be opened by this user. Set ${setting} to one above 1023.`

/**
 * One sentence for a system error in what a process said, or in an error's message; undefined when it holds none that
 * we know.
 */
export function sentenceFor(text: string, ports: readonly PortUse[] = []): string | undefined {
  const taken = /EADDRINUSE\D*?(?:[\d.:]*:)?(\d{2,5})\b/.exec(text)
  if (taken) {
    const port = Number(taken[1])
    return portInUse({ port, setting: ports.find((use) => use.port === port)?.setting ?? 'another port' })
  }
  if (/ENOSPC|No space left on device/i.test(text))
    return 'The disk is full: free some space and start again.'
  const denied = /EACCES: permission denied, \w+ '([^']+)'/.exec(text)
  if (denied) return `${denied[1]} is not ours to write: give yourself the right to, then start again.`
  return undefined
}
