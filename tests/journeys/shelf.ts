import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { diskFileStore } from '@/platform/files'
import {
  makeCategory,
  makeFile,
  makePackage,
  makeProduct,
  makeRelease,
  makeSeller,
} from '../setup/catalogFixtures'
import type { Stack } from './stack'

/** Two sellers with a product each, with packages, and one release with a real archive. */
export async function stockShelf({ database, filesDir }: Pick<Stack, 'database' | 'filesDir'>) {
  const category = await makeCategory(database, { slug: 'billing', name: { en: 'Billing' } })
  const acme = await makeSeller(database, { slug: 'acme-works', name: 'Acme Works' })
  const north = await makeSeller(database, { slug: 'northlight', name: 'Northlight' })
  const invoices = await makeProduct(database, acme, {
    slug: 'invoice-kit',
    name: { en: 'Invoice Kit' },
    summary: { en: 'Draw, number and send invoices from Laravel' },
    categories: [category._id],
    compatibility: { php: '>=8.2', laravel: '>=11' },
  })
  const theme = await makeProduct(database, north, {
    slug: 'fieldnotes',
    type: 'theme',
    name: { en: 'Fieldnotes' },
    summary: { en: 'A quiet documentation theme for Blade' },
    categories: [category._id],
  })
  const regular = await makePackage(database, invoices, { name: { en: 'Regular' } })
  const extended = await makePackage(database, invoices, {
    name: { en: 'Extended' },
    prices: [{ currency: 'usd', amountMinor: 14_900 }],
    position: 1,
    mostPopular: true,
  })
  const single = await makePackage(database, theme, {
    name: { en: 'Single site' },
    prices: [{ currency: 'usd', amountMinor: 2_900 }],
  })
  const stored = await diskFileStore(filesDir).put(archive())
  const file = await makeFile(database, acme, { name: 'invoice-kit-2.1.0.zip', ...stored })
  await makeRelease(database, invoices, { version: '2.1.0', files: [{ file: file._id, kind: 'archive' }] })
  return { category, acme, north, invoices, theme, regular, extended, single, file }
}

function archive(): Readable {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('{"name":"acme-works/invoice-kit"}'), 'composer.json')
  zip.addBuffer(Buffer.from('# Invoice Kit\n'), 'README.md')
  zip.end()
  return Readable.from(zip.outputStream)
}
