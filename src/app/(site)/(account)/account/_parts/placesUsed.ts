import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'

/** `2 of 3`, `2 of any number`. */
export const placesUsed = ({ seats, seatsTaken }: Pick<License, 'seats' | 'seatsTaken'>): string =>
  seats === null
    ? t('account.licenses.unlimited', { used: seatsTaken })
    : t('account.licenses.limited', { used: seatsTaken, limit: seats })
