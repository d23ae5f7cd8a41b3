import type { BeforeDocumentControlsServerProps } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { hasStaffRole } from '@/domain/accounts/rights'
import { contractBounds, termsOf } from '@/domain/accounts/sellerTerms'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { DialogActs } from '../_components/DialogActs'
import { settingsDialogWords } from './settingsDialogs'

/** What an admin does to a seller: the terms of its contract. */
export async function SellerActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !hasStaffRole(user, 'admin')) return null
  const seller = await collectionOf(databaseOf(payload), sellerDocument).findOne({ _id: String(id) })
  if (!seller || seller.house) return null
  const seen = termsOf(seller)
  const path = `/api/sellers/${seller._id}/terms`
  const { commissionBps, holdDays } = contractBounds
  return (
    <DialogActs
      words={settingsDialogWords()}
      acts={[
        {
          path,
          label: t('panelSettings.terms.act'),
          fixed: { seen },
          preview: { path: `${path}/preview`, sends: ['commissionBps', 'holdDays'] },
          reason: 'reason',
          fields: [
            {
              name: 'commissionBps',
              label: t('panelSettings.terms.commission'),
              kind: 'number',
              value: seen.commissionBps === null ? '' : String(seen.commissionBps / 100),
              scale: 100,
              min: commissionBps.min / 100,
              max: commissionBps.max / 100,
              hint: t('panelSettings.terms.commissionHint'),
            },
            {
              name: 'holdDays',
              label: t('panelSettings.terms.hold'),
              kind: 'number',
              value: seen.holdDays === null ? '' : String(seen.holdDays),
              min: holdDays.min,
              max: holdDays.max,
              hint: t('panelSettings.terms.holdHint'),
            },
          ],
        },
      ]}
    />
  )
}
