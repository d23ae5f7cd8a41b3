// Orders end to end, so many a second whether or not those before are done: placed and opened as web does it, paid at the
// provider, told by webhook, completed by the worker: license, numbered invoice, mail. Afterwards the oracle looks.
//
//   node -C production --import tsx tools/bench/orders.ts [orders that are there, 1000] [orders, 2000] [a second, 20]
//
// Needs Linux (/proc). Provider, mail server and buyers run on the same machine. BENCH_SCANS=1 tells what reads much in a minute of
// orders and of all jobs, by MongoDB's profiler.
import { setTimeout as sleep } from 'node:timers/promises'
import { Buyers } from './buyers'
import { openMarketplace } from './marketplace'
import { inSeconds, printCpu, printOracle, shareOf, untilQuiet, watchQueues } from './measures'
import { scansDuring } from './scans'

const there = Number(process.argv[2] ?? 1_000)
const orders = Number(process.argv[3] ?? 2_000)
const perSecond = Number(process.argv[4] ?? 20)

const opened = performance.now()
const market = await openMarketplace(there)
console.log(`${there} orders are there after ${inSeconds(performance.now() - opened)}`)
try {
  const buyers = new Buyers(market)
  // The first of each kind compiles, connects and plans.
  for (let n = 0; n < 5; n++) await buyers.pay(await buyers.place(n))
  await untilQuiet(market.database)
  await buyers.times()
  const measured = new Buyers(market)
  const queues = watchQueues(market.database)
  const before = market.cpu()
  const begun = performance.now()
  const buying: Promise<void>[] = []
  for (let n = 0; n < orders; n++) {
    const due = begun + (n / perSecond) * 1_000
    if (due > performance.now()) await sleep(due - performance.now())
    buying.push(measured.place(n).then((placed) => measured.pay(placed)))
  }
  await Promise.all(buying)
  const paidAfter = performance.now() - begun
  await untilQuiet(market.database)
  const doneAfter = performance.now() - begun
  const cpu = market.cpu()
  const lag = await queues.stop()
  const times = await measured.times()

  console.log(
    `${orders} orders at ${perSecond} a second: all are paid after ${inSeconds(paidAfter)}, all is done after ${inSeconds(doneAfter)}`,
  )
  console.log(
    `completed: ${times.license.length}, ${(times.license.length / measured.spanSeconds()).toFixed(1)} per second`,
  )
  for (const [name, sorted] of Object.entries(times))
    console.log(
      `from paid to ${name} (${sorted.length}): p50 ${inSeconds(shareOf(sorted, 0.5))}, p99 ${inSeconds(shareOf(sorted, 0.99))}, at most ${inSeconds(shareOf(sorted, 1))}`,
    )
  console.log(`lag: at most ${lag.rows} rows wait at once, the oldest for ${inSeconds(lag.ageMs)}`)
  printCpu(before, cpu, orders, 'order')
  if (process.env.BENCH_SCANS) for (const line of await scans()) console.log(`scan: ${line}`)
  await printOracle(market)
} finally {
  await market.stop()
}

/** Each job has its turn once, while some orders are bought. */
async function scans(): Promise<string[]> {
  const { database } = market
  const buyers = new Buyers(market)
  const found = await scansDuring(database, async () => {
    await database.db.collection('agendaJobs').updateMany({}, { $set: { nextRunAt: new Date() } })
    for (let n = 0; n < 10; n++) await buyers.pay(await buyers.place(orders + n))
    await sleep(20_000)
    await untilQuiet(database)
  })
  await buyers.times()
  return found
}
