import type { OutboxMessage } from '@/platform/outbox'
import type { Tx } from '@/platform/transaction'
import type { AffiliateEvent } from './affiliateState'

/** What happened to an application, told to the person or to staff; once for each moment that it happens. */
export const affiliateMail = (
  tx: Pick<Tx, 'now'>,
  {
    affiliateId,
    event,
    to,
    note,
  }: { affiliateId: string; event: AffiliateEvent; to: string; note: string | null },
): OutboxMessage => ({
  key: `mail:affiliate:${affiliateId}:${event}:${tx.now.toISOString()}`,
  kind: 'mail',
  payload: { template: 'affiliate', to, locale: 'en', data: { affiliate: affiliateId, event, note } },
  refs: { affiliate: affiliateId },
})
