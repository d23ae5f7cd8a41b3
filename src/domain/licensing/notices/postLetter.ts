import { outboxRow } from '@/platform/outbox'
import type { Tx } from '@/platform/transaction'
import type { License } from '../records'
import { type Letter, letterData, letterKey, templateOf } from './letters'

/**
 * Writes a mail about a license once: a second call with the same occasion changes nothing, and licenses of one order
 * join the mail of the first as long as it was not taken to be sent.
 */
export async function postLetter(
  tx: Tx,
  license: Pick<License, '_id' | 'order'>,
  letter: Letter,
): Promise<void> {
  const rows = tx.of(outboxRow)
  const key = letterKey(license, letter)
  const known = await rows.findOne({ _id: key })
  if (!known) return emit(tx, license, letter, key)
  if (letterData.parse(known.payload.data).licenses.includes(license._id)) return
  const joined = await rows.update(
    { _id: key, state: 'due', attempts: 0 },
    { $push: { 'payload.data.licenses': license._id } },
  )
  const own = `${key}:${license._id}`
  if (!joined && !(await rows.findOne({ _id: own }))) await emit(tx, license, letter, own)
}

const emit = (tx: Tx, license: Pick<License, '_id'>, letter: Letter, key: string): Promise<void> =>
  tx.emit({
    key,
    kind: 'mail',
    payload: {
      template: templateOf(letter.kind),
      to: letter.to,
      locale: 'en',
      data: { licenses: [license._id], role: letter.role, ...letter.facts },
    },
    refs: { license: license._id },
    ...(letter.notBefore ? { notBefore: letter.notBefore } : {}),
  })
