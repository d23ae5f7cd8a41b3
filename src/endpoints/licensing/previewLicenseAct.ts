import { z } from 'zod'
import { newEnds } from '@/domain/licensing/acts/extendLicense'
import { isActOf, isLiftable, type Standing, standingFor } from '@/domain/licensing/acts/mayAct'
import { type Effect, type LicenseAct, previewAct } from '@/domain/licensing/acts/previewAct'
import { limitsAllowed, limitsInput } from '@/domain/licensing/acts/setLimits'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { panelAct } from '../panelAct'
import { day } from './actInputs'

const actInput = z.discriminatedUnion('act', [
  z.strictObject({ act: z.enum(['suspend', 'resume', 'revoke']) }),
  z.strictObject({ act: z.literal('replace-key'), keepDays: z.number().int().min(0).max(30) }),
  z.strictObject({
    act: z.literal('extend'),
    expiresAt: day.nullable().optional(),
    updatesUntil: day.nullable().optional(),
    supportUntil: day.nullable().optional(),
  }),
  z.strictObject({ act: z.literal('limits'), limits: limitsInput }),
  z.strictObject({ act: z.literal('transfer'), keepPlaces: z.boolean() }),
]) satisfies z.ZodType<LicenseAct>

/** `/api/licenses/:id/preview`: what an act would bring about, by the code that knows it. */
export const previewLicenseAct = panelAct({
  path: '/:id/preview',
  body: actInput,
  run: async ({ req, person, id, input }) => {
    const license = await collectionOf(databaseOf(req.payload), licenseRecord).findOne({ _id: id })
    if (!license) throw notFound('license')
    refuse(license, input, standingFor(person, license, input.act))
    return { effects: previewAct(license, input, now()).map(withSentence) }
  },
})

/**
 * What the act itself would refuse, so that nobody fills in a dialog for nothing.
 * @throws CodedError 409 `license_state`, 422 as the act.
 */
function refuse(license: License, act: LicenseAct, standing: Standing): void {
  if (!isActOf(license, act.act))
    throw conflict('license_state', `A license that is ${license.status} has no step “${act.act}”.`)
  if (act.act === 'resume' && !isLiftable(license.reason, standing))
    throw conflict('license_state', `This license is suspended for another reason (${license.reason}).`)
  if (act.act === 'extend') newEnds(license, act)
  if (act.act === 'limits') limitsAllowed(license, act.limits, standing === 'staff')
}

/** The sentence that a person reads beside the facts. */
function withSentence(fact: Effect): Effect & { sentence: string } {
  const { effect, count = 0, at } = fact
  if (effect === 'ends' && !at) return { ...fact, sentence: t('panelLicenses.effects.never_ends') }
  const values = { count, ...(at ? { at: new Date(at) } : {}) }
  return { ...fact, sentence: t(`panelLicenses.effects.${effect}`, values) }
}
