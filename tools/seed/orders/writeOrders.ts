import { type SeedState, writeState } from '../mark'
import type { PlannedAct } from './plan'
import { type Counter, refund, sell } from './sell'

/** Plays the plan from where a run before it stopped; each act is remembered, so that a killed seed goes on. */
export async function writeOrders(
  counter: Counter,
  plan: readonly PlannedAct[],
  state: SeedState,
): Promise<void> {
  const { context } = counter
  let present = state
  for (const [index, act] of plan.entries()) {
    if (index < state.actsDone) continue
    context.signal?.throwIfAborted()
    const at = new Date(state.anchor.getTime() - act.minutesAgo * 60_000)
    if (act.kind === 'order') {
      const orderId = await sell(counter, act, at)
      present = { ...present, orderIds: { ...present.orderIds, [act.number]: orderId } }
    } else {
      await refund(counter, act, orderOf(present, act.number), at)
    }
    present = { ...present, actsDone: index + 1 }
    await writeState(context.database, present)
    if ((index + 1) % 10 === 0) context.progress(`${index + 1} of ${plan.length} orders and refunds`)
  }
}

function orderOf({ orderIds }: SeedState, number: number): string {
  const id = orderIds[number]
  if (!id) throw new Error(`order ${number} of the plan was not made`)
  return id
}
