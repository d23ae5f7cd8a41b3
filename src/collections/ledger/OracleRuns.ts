import { oracleRunStates, oracleTriggers } from '@/domain/orders/oracle/records'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, shown } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** What the oracle found, run by run. Its list is the page of the books. */
export const OracleRuns = recordCollection({
  slug: 'oracle-runs',
  labels: { singular: 'Check of the books', plural: 'Books' },
  read: isStaff('finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'id',
    hidden: shownTo({ staff: ['finance'] }),
    components: { views: { list: { Component: '/app/(payload)/_books/BooksView#BooksView' } } },
  },
  fields: [
    idField('run'),
    choice('state', oracleRunStates),
    choice('trigger', oracleTriggers),
    shown('requestedBy'),
    shown('progress'),
    integer('wrong'),
    integer('tardy', { label: 'Late' }),
    shown('checks'),
    shown('problems'),
    instant('createdAt'),
    instant('startedAt'),
    instant('finishedAt'),
  ],
})
