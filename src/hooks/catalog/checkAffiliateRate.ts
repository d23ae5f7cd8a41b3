import type { NumberFieldSingleValidation } from 'payload'
import { number as acceptedNumber } from 'payload/shared'
import { type Seller, sellerDocument } from '@/domain/accounts/records'
import { commissionRate, readSettings } from '@/domain/accounts/settings'
import { productTypes } from '@/domain/catalog/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { idOf } from '../shared/freezeFields'

/** A seller's rate for affiliates is never below the platform's, and leaves the seller something (AFF-3). */
export const checkAffiliateRate: NumberFieldSingleValidation = async (value, options) => {
  const accepted = await acceptedNumber(value, options)
  if (accepted !== true || value === null || value === undefined) return accepted
  if (!Number.isSafeInteger(value)) return 'Only whole numbers'
  const { req, siblingData } = options
  const database = databaseOf(req.payload)
  const settings = await readSettings(database)
  if (value < settings.affiliateBps)
    return `At least ${settings.affiliateBps}, the platform’s rate; empty means that.`
  const { seller: reference, type: named } = siblingData as { seller?: unknown; type?: unknown }
  const type = productTypes.find((candidate) => candidate === named)
  const seller: Seller | null = await collectionOf(database, sellerDocument).findOne({
    _id: String(idOf(reference)),
  })
  if (!seller || !type) return true
  const { rateBps } = commissionRate(settings, seller, type)
  return (
    value + rateBps < 10_000 || 'Together with the platform’s commission nothing would be left to the seller.'
  )
}
