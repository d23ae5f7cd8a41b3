import type { Endpoint } from 'payload'
import { z } from 'zod'
import { sellerDocument } from '@/domain/accounts/records'
import { hasStaffRole, isMemberOf, type Person } from '@/domain/accounts/rights'
import { contractBounds, setSellerTerms, termsOf } from '@/domain/accounts/sellerTerms'
import { readSettings } from '@/domain/accounts/settings'
import { commissionBand } from '@/domain/accounts/settings/definitions'
import { percent, shareSentence } from '@/domain/accounts/settings/settingText'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { forbidden, notFound } from '@/platform/errors'
import { t } from '@/platform/words'
import { panelAct } from '../panelAct'

const within = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max).nullable()
const terms = {
  commissionBps: within(contractBounds.commissionBps).optional(),
  holdDays: within(contractBounds.holdDays).optional(),
}
const seen = z.strictObject({
  commissionBps: z.number().int().nullable(),
  holdDays: z.number().int().nullable(),
})

/** `/api/sellers/:id/terms` and its preview: a contract's commission and hold, by admins (PAY-1, PAY-9). */
export const sellerActs: Endpoint[] = [
  panelAct({
    path: '/:id/terms/preview',
    body: z.strictObject(terms),
    run: async ({ req, person, id, input }) => {
      assertAdmin(person, id)
      const database = databaseOf(req.payload)
      const seller = await collectionOf(database, sellerDocument).findOne({ _id: id })
      if (!seller) throw notFound('seller')
      const after = { ...termsOf(seller), ...input }
      return { effects: effectsOf(after.commissionBps, (await readSettings(database)).baseCurrency) }
    },
  }),
  panelAct({
    path: '/:id/terms',
    body: z.strictObject({ reason: z.string().trim().min(3).max(1_000), seen, ...terms }),
    run: ({ req, person, actor, id, input: { reason, seen, ...terms } }) => {
      assertAdmin(person, id)
      return transactDocuments(req.payload, { actor }, (tx) =>
        setSellerTerms(tx, { sellerId: id, seen, terms: given(terms), reason }),
      )
    },
  }),
]

/** Staff and the seller's own people see the seller: to everybody else it is not there. */
function assertAdmin(person: Person, seller: string): void {
  if (hasStaffRole(person, 'admin')) return
  throw hasStaffRole(person) || isMemberOf(person, seller) ? forbidden() : notFound('seller')
}

function effectsOf(commissionBps: number | null, currency: string): { effect: string; sentence: string }[] {
  const { min, max } = commissionBand
  const isOutside = commissionBps !== null && (commissionBps < min || commissionBps > max)
  return [
    { effect: 'from', sentence: t('panelSettings.terms.from') },
    ...(commissionBps === null
      ? []
      : [{ effect: 'share', sentence: shareSentence(commissionBps, currency) }]),
    ...(isOutside
      ? [
          {
            effect: 'outside',
            sentence: t('panelSettings.terms.outside', { low: percent(min), high: percent(max) }),
          },
        ]
      : []),
  ]
}

/** Without what was not sent, which stays. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
