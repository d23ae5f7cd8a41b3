import { outboxRow } from '@/platform/outbox'
import type { Tx } from '@/platform/transaction'
import type { License } from '../records'
import { type Letter, letterData, letterKey, templateOf } from './letters'

/**
 * Writes a mail about a license once: a second call with the same occasion changes nothing, and licenses of one order
 * join the mail of the first as long as it was not taken to be sent.
 * @returns whether it was written now.
 */
export async function postLetter(
  tx: Tx,
  license: Pick<License, '_id' | 'order'>,
  letter: Letter,
): Promise<boolean> {
  const rows = tx.of(outboxRow)
  const key = letterKey(license, letter)
  const known = await rows.findOne({ _id: key })
  if (!known) return emit(tx, license, letter, key)
  if (letterData.parse(known.payload.data).licenses.includes(license._id)) return false
  const joined = await rows.update(
    { _id: key, state: 'due', attempts: 0 },
    { $push: { 'payload.data.licenses': license._id } },
  )
  const own = `${key}:${license._id}`
  return joined || ((await rows.findOne({ _id: own })) === null && emit(tx, license, letter, own))
}

async function emit(
  tx: Tx,
  license: Pick<License, '_id'>,
  { kind, to, role, facts, notBefore }: Letter,
  key: string,
): Promise<true> {
  await tx.emit({
    key,
    kind: 'mail',
    payload: {
      template: templateOf(kind),
      to,
      locale: 'en',
      data: { licenses: [license._id], role, ...facts },
    },
    refs: { license: license._id },
    ...(notBefore ? { notBefore } : {}),
  })
  return true
}
