import { attemptCounterRecord } from '@/platform/attemptLimiter'
import { auditRecord } from '@/platform/audit'
import { brakeRecord } from '@/platform/brake'
import { counterRecord } from '@/platform/counters'
import { idempotentAnswerRecord } from '@/platform/idempotency'
import { inboxRow } from '@/platform/inbox'
import { jobStateRecord } from '@/platform/jobStates'
import { outboxRow } from '@/platform/outbox'
import { processStateRecord } from '@/platform/processStates'
import type { AnyDefinition } from '@/platform/schema/apply'
import { migrationRecord } from '@/platform/schema/migrate'
import { platformState } from '@/platform/time'
import {
  editLockDocument,
  globalsDocument,
  payloadKeyValueDocument,
  payloadMigrationsDocument,
  preferenceDocument,
} from './accounts/panelRecords'
import {
  accountTokenRecord,
  customerDocument,
  knownBrowserRecord,
  sellerDocument,
  userDocument,
} from './accounts/records'
import { affiliateClickRecord, affiliateDocument, commissionRecord } from './affiliates/records'
import {
  categoryDocument,
  curationDocument,
  fileRecord,
  mediaDocument,
  packageDocument,
  productDocument,
  releaseDocument,
  uploadLockRecord,
} from './catalog/records'
import { entryRecord, payoutRecord } from './ledger/records'
import { keySetRecord, revocationStateRecord } from './licensing/proof/records'
import {
  downloadRecord,
  licenseAttemptRecord,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licensePlaceRecord,
  licenseRecord,
  licenseRenewalRecord,
  licenseRequestRecord,
  signingKeyRecord,
} from './licensing/records'
import { mailStopRecord } from './notifications/records'
import { oracleRunRecord } from './orders/oracle/records'
import {
  cartRecord,
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from './orders/records'
import { ticketDocument } from './support/records'

/** Every collection that this version stores, with its indexes and validators: `migrate` applies, processes compare. */
export const schema: readonly AnyDefinition[] = [
  platformState,
  migrationRecord,
  auditRecord,
  inboxRow,
  outboxRow,
  idempotentAnswerRecord,
  userDocument,
  customerDocument,
  sellerDocument,
  accountTokenRecord,
  knownBrowserRecord,
  attemptCounterRecord,
  productDocument,
  packageDocument,
  releaseDocument,
  categoryDocument,
  curationDocument,
  fileRecord,
  uploadLockRecord,
  mediaDocument,
  licenseRecord,
  licensePlaceRecord,
  licenseLeaseRecord,
  licenseHistoryRecord,
  licenseAttemptRecord,
  licenseRenewalRecord,
  licenseRequestRecord,
  signingKeyRecord,
  keySetRecord,
  revocationStateRecord,
  downloadRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
  invoiceRecord,
  counterRecord,
  brakeRecord,
  oracleRunRecord,
  jobStateRecord,
  processStateRecord,
  cartRecord,
  mailStopRecord,
  entryRecord,
  payoutRecord,
  affiliateDocument,
  affiliateClickRecord,
  commissionRecord,
  ticketDocument,
  globalsDocument,
  preferenceDocument,
  editLockDocument,
  payloadMigrationsDocument,
  payloadKeyValueDocument,
]
