import { beforeEach, describe, expect, it } from 'vitest'
import type { Package, Product } from '@/domain/catalog/records'
import { systemActor } from '@/platform/actor'
import { brakeRecord } from '@/platform/brake'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { isDuplicateKey, transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { type License, licenseRecord } from '../records'
import { importBatch } from './importBatch'
import { planImport } from './importLicenses'
import { type ImportRow, readImport } from './readImport'

const database = await testDatabase()
let product: Product
let pkg: Package

beforeEach(async () => {
  await emptyDatabase(database)
  product = await makeProduct(database, await makeSeller(database))
  pkg = await makePackage(database, product)
})

const header = 'key,email,package,seats,expires_at,domains'
const planOf = (csv: string) => planImport(database, { product, rows: readImport(csv).rows })
const plan = async (csv: string) => (await planOf(csv)).outcomes
const importRows = (rows: readonly ImportRow[]): Promise<License[]> =>
  transact(database, { actor: systemActor('test') }, (tx) =>
    importBatch(tx, {
      rows: rows.map((row) => ({ row, packageId: pkg._id })),
      customerOf: async () => newId('cus'),
    }),
  )
const importRow = async (row: ImportRow): Promise<License> => {
  const [license] = await importRows([row])
  if (!license) throw new Error('nothing was imported')
  return license
}

describe('[OPS-3] reading keys of other systems', () => {
  it('a bad row refuses itself, with every reason, and no other', () => {
    const { rows, refused } = readImport(
      `${header}\nlmfwc-0001-0001,Ann@Example.com,Regular,2,2027-01-31,shop.example.com\nshort,nobody,Regular,0,someday,localhost\n`,
    )
    expect(rows).toMatchObject([
      {
        line: 2,
        email: 'ann@example.com',
        seats: 2,
        expiresAt: new Date('2027-01-31T00:00:00Z'),
        domains: ['shop.example.com'],
      },
    ])
    expect(refused).toEqual([
      {
        line: 3,
        problems: [
          'key has 8 to 255 printable characters.',
          'email is not an address.',
          'seats is at least 1.',
          'expires_at is not a day such as 2027-01-31.',
          'domains has what is not a domain: localhost.',
        ],
      },
    ])
  })

  it('a row with a cell too many refuses itself only, one with a cell too few is read', () => {
    const { rows, refused } = readImport(
      `${header}\nlmfwc-0001-0001,a@example.com,Regular,,,,more\nlmfwc-0002-0002,a@example.com,Regular\n`,
    )
    expect(rows).toMatchObject([{ line: 3, key: 'lmfwc-0002-0002' }])
    expect(refused).toEqual([
      { line: 2, problems: ['The row has more cells than the header: is a comma not in quotes?'] },
    ])
  })

  it.each([
    ['a day that is none', '', '2027-02-31', 'expires_at is not a day such as 2027-01-31.'],
    ['a moment of no day', '', '2027-02-31T10:00:00', 'expires_at is not a day such as 2027-01-31.'],
    ['seats beyond all bounds', '100001', '', 'seats is at most 100000.'],
    ['a far day', '', '2201-01-01', 'expires_at has the year 2200 at the latest.'],
    ['seats not in digits', '0x2', '', 'seats is not a whole number.'],
    ['seats with an exponent', '1e3', '', 'seats is not a whole number.'],
  ])('refuses %s', (_, seats, expires, problem) => {
    expect(readImport(`${header}\nlmfwc-0001-0001,a@example.com,Regular,${seats},${expires},`)).toMatchObject(
      {
        rows: [],
        refused: [{ problems: [problem] }],
      },
    )
  })

  it.each(['\uD83D', '\uFFFD'])('refuses a key that is no UTF-8: no program could send it', (broken) => {
    expect(readImport(`${header}\nlmfwc-${broken}-0001,a@example.com,Regular,,,`)).toMatchObject({
      rows: [],
      refused: [{ problems: ['key has characters that are not UTF-8.'] }],
    })
  })

  it.each([
    ['semicolons', `key;email;package\nlmfwc-0001-0001;a@example.com;Regular`],
    ['a byte order mark', `\uFEFF${header}\nlmfwc-0001-0001,a@example.com,Regular,,,`],
    ['quotes around a comma', `key,email,package,name\nlmfwc-0001-0001,a@example.com,Regular,"Smith, Co"`],
  ])('reads %s', (_, csv) => {
    expect(readImport(csv).rows).toHaveLength(1)
  })

  it('a key that stands there twice is taken once', () => {
    const row = 'lmfwc-0001-0001,a@example.com,Regular,,,'
    expect(readImport(`${header}\n${row}\n${row}\n`)).toMatchObject({
      rows: [{ line: 2 }],
      refused: [{ line: 3 }],
    })
  })

  it.each([
    ['no row', header],
    ['no column for the key', 'email,package\na@example.com,Regular'],
    ['an open quote', `${header}\n"lmfwc,a@example.com`],
  ])('says what is wrong with a file that has %s', (_, csv) => {
    expect(() => readImport(csv)).toThrowError(expect.objectContaining({ status: 422 }))
  })
})

describe('[OPS-3] importing keys', () => {
  it('the dry run says what each row becomes and writes nothing', async () => {
    const outcomes = await plan(
      `${header}\nlmfwc-0001-0001,a@example.com,Regular,,,\nlmfwc-0002-0002,a@example.com,Gold,,,\nMINTREU-PACKAGE-X,a@example.com,Regular,,,\nlmfwc-0003-0003,a@example.com,Regular,1,,a.example.com b.example.com`,
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['new', 'refused', 'refused', 'refused'])
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(0)
  })

  it('a key is found under what its program sends, with the places it had', async () => {
    const { rows } = readImport(`${header}\nlmfwc-0001-0001,a@example.com,Regular,2,,a.example.com`)
    const [row] = rows
    if (!row) throw new Error('no row')
    expect(await importRow(row)).toMatchObject({
      seats: 2,
      seatsTaken: 1,
      keys: [{ state: 'imported', masked: '…0001' }],
      places: [{ domain: 'a.example.com', seat: true }],
    })
    expect((await plan(`${header}\nlmfwc-0001-0001,a@example.com,Regular,,,`))[0]?.outcome).toBe('known')
  })

  it('the same key is imported once, however often the file is run', async () => {
    const [row] = readImport(`${header}\nlmfwc-0001-0001,a@example.com,Regular,,,`).rows
    if (!row) throw new Error('no row')
    const settled = await Promise.allSettled(Array.from({ length: 10 }, () => importRow(row)))
    const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(failed).toHaveLength(9)
    expect(failed.every(isDuplicateKey)).toBe(true)
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(1)
  })

  it('a batch is imported whole or not at all', async () => {
    const { rows } = readImport(
      `${header}\n${[1, 2, 3].map((n) => `lmfwc-0001-000${n},a@example.com,Regular,,,`).join('\n')}`,
    )
    const [, second] = rows
    if (!second) throw new Error('no row')
    await importRow(second)
    await expect(importRows(rows)).rejects.toSatisfy(isDuplicateKey)
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(1)
  })

  it('a key that another seller has is refused in neutral words, and named to us alone', async () => {
    const other = await makeProduct(database, await makeSeller(database))
    const { rows } = readImport(`${header}\nlmfwc-0001-0001,a@example.com,Regular,,,`)
    const [row] = rows
    if (!row) throw new Error('no row')
    const license = await importRow(row)
    await makePackage(database, other)
    const seen = await planImport(database, { product: other, rows })
    expect(seen.foreign).toEqual([license._id])
    expect(seen.outcomes).toMatchObject([
      { outcome: 'refused', problem: 'This key cannot be imported here.' },
    ])
    expect(JSON.stringify(seen.outcomes)).not.toContain(license._id)
  })
})

it('[OPS-2] while the books are frozen no key is imported', async () => {
  await collectionOf(database, brakeRecord).insertOne({
    _id: newId('brk'),
    run: 'run',
    since: new Date(),
    releasedAt: null,
    releasedBy: null,
    reason: null,
    accepted: [],
  })
  const { rows } = readImport(`${header}\nlmfwc-0001-0001,ann@example.com,Regular,,,\n`)
  await expect(importRows(rows)).rejects.toMatchObject({ status: 409, code: 'books_frozen' })
  expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(0)
})
