/** How a card ends: paid, refused by the bank, or asked for 3-D Secure first. */
export type CardBehavior =
  | { kind: 'pay' }
  | { kind: 'authenticate' }
  | { kind: 'decline'; code: string; declineCode: string | null; message: string }

export interface TestCard {
  number: string
  label: string
  brand: 'amex' | 'mastercard' | 'visa'
  behavior: CardBehavior
  /** Its refunds succeed, and some seconds later the bank sends them back. */
  refundsFail?: true
  /** Offered as a button on the hosted page. */
  quickPick: boolean
}

function declines(code: string, declineCode: string | null, message: string): CardBehavior {
  return { kind: 'decline', code, declineCode, message }
}

/** The provider's published test cards, as far as a one-time payment meets them. */
export const testCards: readonly TestCard[] = [
  {
    number: '4242424242424242',
    label: 'Succeeds',
    brand: 'visa',
    behavior: { kind: 'pay' },
    quickPick: true,
  },
  {
    number: '4000000000000002',
    label: 'Declined',
    brand: 'visa',
    behavior: declines('card_declined', 'generic_decline', 'Your card was declined.'),
    quickPick: true,
  },
  {
    number: '4000000000009995',
    label: 'Insufficient funds',
    brand: 'visa',
    behavior: declines('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
    quickPick: true,
  },
  {
    number: '4000000000000069',
    label: 'Expired card',
    brand: 'visa',
    behavior: declines('expired_card', null, 'Your card has expired.'),
    quickPick: true,
  },
  {
    number: '4000002760003184',
    label: '3-D Secure, always asked',
    brand: 'visa',
    behavior: { kind: 'authenticate' },
    quickPick: true,
  },
  {
    number: '4000002500003155',
    label: '3-D Secure, asked on setup',
    brand: 'visa',
    behavior: { kind: 'authenticate' },
    quickPick: true,
  },
  {
    number: '5555555555554444',
    label: 'Succeeds',
    brand: 'mastercard',
    behavior: { kind: 'pay' },
    quickPick: false,
  },
  {
    number: '378282246310005',
    label: 'Succeeds',
    brand: 'amex',
    behavior: { kind: 'pay' },
    quickPick: false,
  },
  {
    number: '4000000000005126',
    label: 'Succeeds, its refunds fail later',
    brand: 'visa',
    behavior: { kind: 'pay' },
    refundsFail: true,
    quickPick: false,
  },
  {
    number: '4000000000000127',
    label: 'Wrong security code',
    brand: 'visa',
    behavior: declines('incorrect_cvc', null, "Your card's security code is incorrect."),
    quickPick: false,
  },
  {
    number: '4000000000000119',
    label: 'Processing error',
    brand: 'visa',
    behavior: declines(
      'processing_error',
      null,
      'An error occurred while processing your card. Try again in a little bit.',
    ),
    quickPick: false,
  },
]

/** A real card is never charged: the provider's test mode declines it too. */
export const unknownCard: CardBehavior = declines(
  'card_declined',
  'test_mode_live_card',
  'Your card was declined. Your request was in test mode, but used a non test card.',
)

/** Digits of a number as typed, with blanks and dashes taken out. */
export function cardDigits(typed: string): string {
  return typed.replace(/[\s-]/g, '')
}

export function findTestCard(digits: string): TestCard | undefined {
  return testCards.find((card) => card.number === digits)
}

/** Whether refunds to the card that ends so come back. A charge keeps no more of a card than its last digits. */
export function refundsFail(last4: string | null): boolean {
  return testCards.some((card) => card.refundsFail && card.number.slice(-4) === last4)
}

/** The check digit of a card number (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** `12 / 34` or `12/2034` → month and four-digit year; null when it is no date. */
export function parseExpiry(typed: string): { month: number; year: number } | null {
  const match = /^\s*(\d{1,2})\s*\/?\s*(\d{4}|\d{2})\s*$/.exec(typed)
  if (match === null) return null
  const month = Number(match[1])
  const year = Number(match[2])
  if (month < 1 || month > 12) return null
  return { month, year: year < 100 ? 2000 + year : year }
}
