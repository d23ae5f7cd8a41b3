import type { Migration } from '@/platform/schema/migrate'
import { houseSeller } from './001-house-seller'
import { firstSigningKey } from './002-first-signing-key'
import { licenseTerms } from './003-license-terms'
import { settingsDocument } from './004-settings'
import { peopleByName } from './005-name-words'

/** All data changes in their order. A number is never used twice, an applied migration never edited. */
export const migrations: readonly Migration[] = [
  houseSeller,
  firstSigningKey,
  licenseTerms,
  settingsDocument,
  peopleByName,
]
