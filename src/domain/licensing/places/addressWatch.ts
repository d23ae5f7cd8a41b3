import { systemActor } from '@/platform/actor'
import { BoundedMap } from '@/platform/boundedMap'
import type { Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { transact } from '@/platform/transaction'
import { type JudgedLicense, licenseRecord } from '../records'
import { cloneAddressesOf } from './cloneRule'
import { raiseSuspicion } from './suspicion'

const dayMs = 86_400_000
/** Licenses watched at once; those that are asked for most stay. */
const maxWatched = 5_000

/**
 * From how many addresses a license is used within a day, in this process: one key copied to many machines that all call
 * themselves the same place takes one seat, and shows here only (LIC-8). A public address says little by itself, so the
 * bounds are wide (cloneRule.ts).
 */
export class AddressWatch {
  private readonly watched = new BoundedMap<string, { since: number; addresses: Set<string> }>(maxWatched)
  private raising: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {}

  note(license: JudgedLicense, address: string | null, at: Date): void {
    const limit = cloneAddressesOf(license)
    if (address === null || limit === null || license.suspicion) return
    const known = this.watched.get(license._id)
    if (!known || at.getTime() - known.since >= dayMs) {
      this.watched.set(license._id, { since: at.getTime(), addresses: new Set([address]) })
      return
    }
    if (known.addresses.size > limit || known.addresses.has(address)) return
    known.addresses.add(address)
    if (known.addresses.size > limit) this.raise(license, known.addresses.size, at)
  }

  /** When what is being raised is written. */
  settled(): Promise<void> {
    return this.raising
  }

  private raise({ _id }: JudgedLicense, addresses: number, now: Date): void {
    const act = () =>
      transact(this.database, { actor: systemActor('address-watch'), now }, async (tx) => {
        const license = await tx.of(licenseRecord).findOne({ _id })
        if (!license) return
        await raiseSuspicion({ tx, license, places: license.seatsTaken + license.freeTaken, addresses })
      })
    this.raising = this.raising.then(act).catch((error: unknown) => {
      log().error({ err: error, license: _id }, 'a suspicion could not be raised')
      this.watched.delete(_id)
    })
  }
}
