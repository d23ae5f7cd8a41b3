import { describe, expect, it } from 'vitest'
import { parts } from '../parts'
import { SaleMade } from './sale'

const line = { product: 'Invoice Kit', package: 'Regular', quantity: 1, net: '$49.00', commission: '$7.35' }
const textOf = async (affiliate: string | null, share: string) => {
  const mail = {
    publicUrl: 'http://shop.test',
    availableOn: 'May 1',
    lines: [{ ...line, affiliate, share }],
  }
  return (await parts(<SaleMade locale="en" mail={mail} />)).text.replace(/\s+/g, ' ')
}

describe('[AFF-3] [PAY-1] the mail of a sale', () => {
  it('names what the affiliate gets beside what the platform takes', async () => {
    expect(await textOf('$4.90', '$36.75')).toContain(
      'Price $49.00, platform commission $7.35, affiliate commission $4.90, your share $36.75.',
    )
  })

  it('says nothing of affiliates where none brought the buyer', async () => {
    expect(await textOf(null, '$41.65')).not.toMatch(/affiliate/i)
  })
})
