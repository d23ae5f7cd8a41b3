import type { Field } from 'payload'
import { choice, instant, integer, shown, text } from '../fields/fields'

/** What inbox and outbox rows share (platform/queue.ts). */
export const queueFields = (): Field[] => [
  choice('state', ['due', 'done', 'parked']),
  integer('attempts'),
  integer('waits'),
  instant('nextAt'),
  shown('lease'),
  text('error'),
  instant('createdAt'),
  instant('doneAt'),
]
