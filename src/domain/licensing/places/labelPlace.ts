import { invalid, notFound } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { licensePlaceRecord, licenseRecord } from '../records'

const longest = 60

/**
 * What the customer calls a place, to tell machines apart; empty: nothing. It names, it decides nothing.
 * @throws CodedError 404 no such place of this license, 422 `input_invalid`.
 */
export async function labelPlace(
  tx: Tx,
  { licenseId, placeId, label: typed }: { licenseId: string; placeId: string; label: string },
): Promise<string | null> {
  const label = typed.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  if (label.length > longest || /\p{Cc}/u.test(label))
    throw invalid('input_invalid', 'Some fields need another look.', [
      { path: 'label', code: 'label', message: `Use at most ${longest} characters.` },
    ])
  const kept = label || null
  const near = await tx
    .of(licenseRecord)
    .update({ _id: licenseId, 'places.id': placeId }, { $set: { 'places.$.label': kept } })
  if (near) return kept
  const held = await tx
    .of(licensePlaceRecord)
    .update({ _id: placeId, license: licenseId }, { $set: { label: kept } })
  if (!held) throw notFound('activation')
  return kept
}
