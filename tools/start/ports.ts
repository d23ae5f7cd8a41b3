import { setTimeout as sleep } from 'node:timers/promises'
import { portState } from '../process/ports'
import { type PortUse, portInUse, portNotAllowed, Trouble } from './troubles'

/**
 * Finds out before anything starts.
 * @param patienceMs how long to wait for ports that a killed start is just giving back
 * @throws Trouble with one sentence on the first port that cannot be opened
 */
export async function requireFreePorts(uses: readonly PortUse[], patienceMs = 0): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(250)) {
    const problem = await firstProblem(uses)
    if (!problem) return
    if (Date.now() >= deadline) throw new Trouble(problem)
  }
}

async function firstProblem(uses: readonly PortUse[]): Promise<string | undefined> {
  for (const use of uses) {
    const state = await portState(use.port)
    if (state === 'in use') return portInUse(use)
    if (state === 'not allowed') return portNotAllowed(use)
  }
}
