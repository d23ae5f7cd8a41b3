import { countSales } from '@/jobs/catalog/countSales'
import { demoSellers } from './catalog'
import type { DemoSeller } from './catalog/types'
import { checkDemo } from './checkDemo'
import { daysBefore, forEachAtOnce, type SeedContext } from './context'
import { installLicenses } from './licenses/installLicenses'
import { markFinished, readState, type SeedState, standingOf, writeState } from './mark'
import { closeMails } from './orders/closeMails'
import { planOrders } from './orders/plan'
import { DemoClock, SimulatorControl } from './orders/simulator'
import { writeOrders } from './orders/writeOrders'
import { seededRandom } from './random'
import { customerEmail, supportEmail, writeAccounts } from './writeAccounts'
import { idIn, type ProductRefs, writeProduct } from './writeProduct'
import { writeReleases } from './writeReleases'
import { writeCurations, writeShop } from './writeShop'

/** Any number; another one is another demo. */
const demoSeed = 20_261_124
const defaultOrders = 240

export type SeedOutcome = 'seeded' | 'already there' | 'not our shop'

/**
 * The believable demo marketplace, through operations and Payload as people would have made it: sellers, products,
 * releases, accounts, then buyers who order and pay at the simulator under a moved clock. The same every time but for
 * ids and keys. A run that was killed goes on where it stopped; after a whole one nothing changes any more.
 * @param orders how many; at least 20 for every fate to occur.
 * @throws Error when the books are not right at the end.
 */
export async function seedMarketplace(context: SeedContext & { orders?: number }): Promise<SeedOutcome> {
  const { database, simulatorUrl, progress } = context
  const standing = await standingOf(database)
  if (standing === 'finished') return 'already there'
  if (standing === 'foreign') return 'not our shop'
  const simulator = simulatorUrl === null ? null : new SimulatorControl(simulatorUrl)
  const state = (await readState(database)) ?? (await begin(context, simulator))

  const users = await writeCatalog(context, state.anchor)
  if (simulator) await play(context, simulator, state, users)
  else progress('a real payment provider is set: no orders were made')
  await markFinished(database)
  return 'seeded'
}

async function begin({ database }: SeedContext, simulator: SimulatorControl | null): Promise<SeedState> {
  const state: SeedState = {
    anchor: new Date(),
    baseline: simulator ? await simulator.balance() : {},
    actsDone: 0,
    orderIds: {},
  }
  await writeState(database, state)
  return state
}

/** @returns the accounts, address → user id. */
async function writeCatalog(context: SeedContext, anchor: Date): Promise<Map<string, string>> {
  const { progress } = context
  const opening = daysBefore(anchor, 420)
  const { sellers, categories } = await writeShop(context, opening)
  const users = await writeAccounts(context, sellers, opening)
  progress(`${sellers.size} sellers, ${users.size} accounts`)
  const refs = { anchor, sellers, categories }
  const uploader = idIn(users, 'admin@example.com')
  await forEachAtOnce(demoSellers, 3, (seller) => writeShelf(context, seller, refs, uploader))
  await writeCurations(context, anchor)
  const products = demoSellers.flatMap((seller) => seller.products)
  const releases = products.flatMap((product) => product.releases)
  progress(`${products.length} products, ${releases.length} releases`)
  return users
}

async function writeShelf(
  context: SeedContext,
  seller: DemoSeller,
  refs: ProductRefs,
  uploader: string,
): Promise<void> {
  const sellerId = idIn(refs.sellers, seller.slug)
  for (const product of seller.products) {
    context.signal?.throwIfAborted()
    const productId = await writeProduct(context, seller, product, refs)
    await writeReleases(context, { seller, product, sellerId, productId, uploader, anchor: refs.anchor })
  }
}

async function play(
  context: SeedContext & { orders?: number },
  simulator: SimulatorControl,
  state: SeedState,
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const { database, orders = defaultOrders, progress } = context
  const clock = new DemoClock(database, simulator)
  const counter = {
    context,
    simulator,
    clock,
    customerId: idIn(users, customerEmail),
    supportId: idIn(users, supportEmail),
  }
  const plan = planOrders(seededRandom(demoSeed), orders)
  await simulator.sendNothing(true)
  try {
    await writeOrders(counter, plan, state)
  } finally {
    await clock.reset()
    await simulator.sendNothing(false)
  }
  const used = await installLicenses(context, {
    now: state.anchor,
    customerUserId: idIn(users, customerEmail),
  })
  await closeMails(database)
  progress(`${used} licenses in use`)
  await countSales(context.payload)
  const held = await checkDemo(database, simulator, state.baseline)
  const sums = Object.entries(held).map(([currency, minor]) => `${minor} ${currency}`)
  progress(`${plan.length} orders and refunds; the books are right (${sums.join(', ')} in minor units)`)
}
