import { t } from '@/platform/words'

/** The words that every form of the account needs; read at each rendering, so that they follow the language. */
export const formWords = () => ({ problem: t('account.problem'), done: t('account.done') })
