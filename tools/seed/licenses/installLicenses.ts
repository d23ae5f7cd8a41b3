import { customersOf } from '@/domain/accounts/customerAccount'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { askRequest } from '@/domain/licensing/acts/licenseRequests'
import { setLimits } from '@/domain/licensing/acts/setLimits'
import { raiseSuspicion } from '@/domain/licensing/places/suspicion'
import { type License, licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { createLicensingServices, type LicensingServices } from '@/domain/licensing/services'
import { validateLicense } from '@/domain/licensing/validateLicense'
import { collectionOf } from '@/platform/database'
import { addDays, addSeconds } from '@/platform/time'
import { actAt, type SeedContext } from '../context'
import { type Random, seededRandom } from '../random'
import { installations, strangers } from './installations'

const useSeed = 20_261_125
const checkEveryDays = 3

/**
 * What buyers do with what they bought: they put it to use on their sites, their programs check it every few days, one
 * key is on more sites than it should be, one buyer asks for more time. By the operations that serve real programs, at
 * the times of the past; done again it changes nothing but the count of checks.
 * @returns how many licenses are in use.
 */
export async function installLicenses(
  context: SeedContext,
  { now, customerUserId }: { now: Date; customerUserId: string },
): Promise<number> {
  const { database, publicUrl } = context
  const random = seededRandom(useSeed)
  const licenses = await collectionOf(database, licenseRecord)
    .find({ status: { $in: ['active', 'expired'] }, test: false, order: { $ne: null } }, { sort: { _id: 1 } })
    .toArray()
  const services = createLicensingServices({ database, publicUrl })
  try {
    for (const [index, license] of licenses.entries()) {
      context.signal?.throwIfAborted()
      if (index % 5 !== 4) await putToUse({ services, random, now, index }, license)
    }
    const copied = copiedOf(licenses, await customersOf(database, customerUserId))
    if (copied && !copied.suspicion) await copyKey({ services, random, now, index: 0 }, copied)
  } finally {
    await services.stop()
  }
  await tellStories(context, licenses, { now, customerUserId })
  return licenses.length - Math.floor(licenses.length / 5)
}

interface Use {
  services: LicensingServices
  random: Random
  now: Date
  index: number
}

/** A site or two, from a day or so after the purchase, checked until today; now and then from where it may not run. */
async function putToUse(use: Use, license: License): Promise<void> {
  const { random, now, index } = use
  const key = keyText(license)
  const sites = random.between(1, Math.min(2, license.seats ?? 2))
  for (let site = 0; site < sites; site++) {
    const host = installations[(index * 2 + site) % installations.length] ?? 'shop.example.com'
    const address = `198.51.100.${(index * 2 + site) % 250}`
    let at = addSeconds(addDays(license.startsAt, site), random.between(600, 40_000))
    while (at < now) {
      await check(use, { license, key, host, address, at })
      at = addSeconds(addDays(at, checkEveryDays), random.between(0, 20_000))
    }
  }
  if (index % 4 === 0)
    await check(use, {
      license,
      key,
      host: strangers[index % strangers.length] ?? 'copy.example.org',
      address: '203.0.113.77',
      at: addSeconds(now, -random.between(90_000, 900_000)),
    })
}

interface Check {
  license: License
  key: string
  host: string
  address: string
  at: Date
}

const check = ({ services }: Use, { license, key, host, address, at }: Check) =>
  validateLicense({
    services,
    request: {
      credential: { key },
      product: license.handles[0] ?? '',
      domain: host,
      fingerprint: null,
      version: null,
      features: [],
      environment: 'production',
      nonce: null,
    },
    caller: { address, userAgent: 'mintreu-php/1.0', requestId: `demo-${license._id}` },
    now: at,
  })

/** The license whose key went round. */
const copiedOf = (licenses: readonly License[], own: readonly string[]): License | undefined =>
  licenses.find(({ customer, seats }) => !own.includes(customer) && seats !== null && seats <= 3)

/** The day before the suspicion: fourteen sites of strangers from eleven addresses. */
async function copyKey(use: Use, license: License): Promise<void> {
  const key = keyText(license)
  for (let copy = 0; copy < 14; copy++)
    await check(use, {
      license,
      key,
      host: `site${copy + 1}.${strangers[copy % strangers.length] ?? 'copy.example.org'}`,
      address: `203.0.113.${80 + (copy % 11)}`,
      at: addSeconds(addDays(use.now, -2), 1_800 + copy * 5_400),
    })
}

/** What staff and sellers find on their desks. */
async function tellStories(
  context: SeedContext,
  licenses: readonly License[],
  { now, customerUserId }: { now: Date; customerUserId: string },
): Promise<void> {
  const { database } = context
  const own = await customersOf(database, customerUserId)
  const [first, second] = licenses.filter(({ customer }) => own.includes(customer))
  const others = licenses.filter(({ customer }) => !own.includes(customer))
  const copied = copiedOf(licenses, own)
  if (copied)
    await actAt(context, addDays(now, -1), (tx) =>
      raiseSuspicion({ tx, license: copied, places: 14, addresses: 11 }),
    )
  const asked = await collectionOf(database, licenseRequestRecord).countDocuments()
  if (first && asked === 0)
    await actAt(context, addDays(now, -2), (tx) =>
      askRequest(tx, {
        licenseId: first._id,
        customerIds: own,
        kind: 'extend',
        note: 'Our launch slipped by two months; could the license run until then?',
        toEmail: null,
      }),
    )
  if (second && asked === 0)
    await actAt(context, addDays(now, -1), (tx) =>
      askRequest(tx, {
        licenseId: second._id,
        customerIds: own,
        kind: 'transfer',
        note: 'We hand the shop over to the client.',
        toEmail: 'client@example.com',
      }),
    )
  await giveMore(
    context,
    others.findLast(({ startsAt }) => startsAt < addDays(now, -6)),
    now,
  )
  await giveTest(context, first, now)
}

async function giveMore(context: SeedContext, license: License | undefined, now: Date): Promise<void> {
  if (!license?.seats || license.seats !== license.sold.seats) return
  const seats = license.seats + 2
  await actAt(context, addDays(now, -5), (tx) =>
    setLimits(tx, {
      licenseId: license._id,
      limits: { seats },
      reason: 'Two more sites, with thanks for the bug report.',
      mayGoBelowSold: false,
    }),
  )
}

async function giveTest(context: SeedContext, like: License | undefined, now: Date): Promise<void> {
  if (!like || (await collectionOf(context.database, licenseRecord).countDocuments({ test: true })) > 0)
    return
  await actAt(context, addDays(now, -3), (tx) =>
    issueByHand(tx, {
      packageId: like.package,
      customerId: like.customer,
      test: true,
      reason: 'To try the new release before it is out.',
    }),
  )
}
