import { expect, it } from 'vitest'
import { humanize } from './humanize'

it.each([
  ['partially_refunded', 'Partially refunded'],
  ['one-time', 'One time'],
  ['statusChangedAt', 'Status changed'],
  ['amountMinor', 'Amount'],
  ['at', 'At'],
  ['order', 'Order'],
  ['email', 'Email'],
])('%s reads as “%s”', (name, words) => expect(humanize(name)).toBe(words))
