import { dateWords } from '@/app/_components/DateTime'
import type { LicenseTerms, UsageLimits } from '@/domain/catalog/records'
import { graceEnd } from '@/domain/licensing/licenseWindows'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import { limitWords } from './limitWords'

type Sold = Pick<
  License,
  'terms' | 'seats' | 'sold' | 'startsAt' | 'expiresAt' | 'updatesUntil' | 'supportUntil' | 'test'
>

/** The terms as they hold now, each a sentence that its owner can act on. */
export function termsInWords(license: Sold, now: Date): string[] {
  const { test } = license
  return [
    ...(test ? [t('accountLicenses.terms.test')] : []),
    ...placesInWords(license),
    ...timeInWords(license, now),
  ]
}

function placesInWords({ terms, seats }: Pick<Sold, 'terms' | 'seats'>): string[] {
  const places =
    seats === null ? t('accountLicenses.terms.seatsAny') : t('accountLicenses.terms.seats', { count: seats })
  const whose = t(`accountLicenses.terms.${terms.clientProjects ? 'clientSites' : 'ownSites'}`)
  return [
    terms.production ? `${places} ${whose}` : t('accountLicenses.terms.noProduction'),
    `${freeInWords(terms)} ${t('accountLicenses.terms.freeLocal')}`.trim(),
    ...(terms.users === null ? [] : [t('accountLicenses.terms.users', { count: terms.users })]),
    ...(terms.features.length === 0
      ? []
      : [t('accountLicenses.terms.features', { list: terms.features.join(', ') })]),
    ...(terms.sourceIncluded ? [t('accountLicenses.terms.source')] : []),
    ...(terms.moveQuota === null
      ? []
      : [t('accountLicenses.terms.moves', { quota: terms.moveQuota, days: terms.moveWindowDays })]),
  ]
}

function freeInWords({ freeEnvironments }: LicenseTerms): string {
  const [staging, development] = [
    freeEnvironments.includes('staging'),
    freeEnvironments.includes('development'),
  ]
  if (staging && development) return t('accountLicenses.terms.freeBoth')
  if (staging) return t('accountLicenses.terms.freeStaging')
  return development ? t('accountLicenses.terms.freeDevelopment') : ''
}

function timeInWords({ terms, expiresAt, updatesUntil, supportUntil }: Sold, now: Date): string[] {
  const grace = graceEnd(expiresAt, terms.graceDays)
  const term = terms.term === 'trial' ? 'trial' : 'term'
  const ends = !expiresAt
    ? t('accountLicenses.terms.termLifetime')
    : t(`accountLicenses.terms.${term}${expiresAt > now ? 'Ends' : 'Ended'}`, { date: dateWords(expiresAt) })
  const after =
    grace && grace > now
      ? ` ${t('accountLicenses.terms.grace', { days: terms.graceDays, date: dateWords(grace) })}`
      : ''
  const support = !supportUntil
    ? t('accountLicenses.terms.supportAlways')
    : t(`accountLicenses.terms.${supportUntil > now ? 'supportUntil' : 'supportOver'}`, {
        date: dateWords(supportUntil),
      })
  return [
    ends + after,
    !updatesUntil
      ? t('accountLicenses.terms.updatesAlways')
      : t(`accountLicenses.terms.${updatesUntil > now ? 'updatesUntil' : 'updatesOver'}`, {
          date: dateWords(updatesUntil),
        }),
    terms.supportMonths === 0
      ? t('accountLicenses.terms.supportNone')
      : terms.prioritySupport
        ? `${support} ${t('accountLicenses.terms.priority')}`
        : support,
    ...(expiresAt && terms.term !== 'trial'
      ? [t(`accountLicenses.terms.${terms.afterTerm === 'none' ? 'afterNone' : 'afterReleases'}`)]
      : []),
  ]
}

/** What seller or staff gave beside what was sold, in words; nothing where nothing was given. */
export function givenInWords({ terms, seats, sold }: Pick<Sold, 'terms' | 'seats' | 'sold'>): string[] {
  const was = sold.terms
  const features = terms.features.filter((feature) => !was.features.includes(feature))
  const limits = (Object.keys(terms.limits) as (keyof UsageLimits)[]).filter(
    (name) => terms.limits[name] !== was.limits[name],
  )
  return [
    ...numberGiven('Seats', seats, sold.seats),
    ...numberGiven('Users', terms.users, was.users),
    ...numberGiven('Moves', terms.moveQuota, was.moveQuota),
    ...(terms.graceDays === was.graceDays
      ? []
      : [t('accountLicenses.terms.givenGrace', { now: terms.graceDays, sold: was.graceDays })]),
    ...(features.length === 0
      ? []
      : [t('accountLicenses.terms.givenFeatures', { list: features.join(', ') })]),
    ...limits.map((name) =>
      t('accountLicenses.terms.givenLimit', {
        what: t(`accountLicenses.usage.limits.${name}`),
        now: limitWords(name, terms.limits[name]),
        sold: limitWords(name, was.limits[name]),
      }),
    ),
    ...(isSame(terms.domains, was.domains) ? [] : [t('accountLicenses.terms.givenDomains')]),
    ...(isSame(terms.ipRules, was.ipRules) ? [] : [t('accountLicenses.terms.givenIpRules')]),
  ]
}

function numberGiven(what: 'Seats' | 'Users' | 'Moves', now: number | null, sold: number | null): string[] {
  if (now === sold) return []
  const before = sold ?? t('accountLicenses.terms.any')
  if (now === null) return [t(`accountLicenses.terms.given${what}Any`, { sold: before })]
  return [t(`accountLicenses.terms.given${what}`, { now, sold: before })]
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((entry) => b.includes(entry))
