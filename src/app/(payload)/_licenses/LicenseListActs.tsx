import type { BeforeListTableServerProps } from 'payload'
import { hasStaffRole, sellersOf } from '@/domain/accounts/rights'
import { textIn } from '@/domain/catalog/localized'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { maxImportRows } from '@/domain/licensing/acts/readImport'
import { licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import type { DialogAct } from '../_components/ActDialog'
import { DialogActs } from '../_components/DialogActs'
import { ImportButton } from './ImportButton'
import { check, dialogWords } from './licenseDialogs'

const most = 500

/** Above the list of licenses: issue one by hand, import those of another system. */
export async function LicenseListActs({ payload, user }: BeforeListTableServerProps) {
  if (!user) return null
  const isStaff = hasStaffRole(user, 'support')
  const issuesFor = isStaff ? null : sellersOf(user, 'owner', 'developer')
  const importsFor = isStaff ? null : sellersOf(user, 'owner')
  const seesOf = isStaff ? null : sellersOf(user, 'owner', 'developer', 'support')
  const database = databaseOf(payload)
  const products = await productsOf(database, issuesFor)
  const packages = await packagesOf(database, products)
  const importable = products.filter(({ seller }) => importsFor === null || importsFor.includes(seller))
  return (
    <div className="panel-list-acts">
      <Presets {...(await waitingOf(database, seesOf))} />
      {packages.length > 0 ? <DialogActs acts={[issueAct(packages)]} words={dialogWords()} /> : null}
      {importable.length > 0 ? <ImportButton products={importable} words={importWords()} /> : null}
    </div>
  )
}

/** How much waits for somebody to look at it. */
async function waitingOf(database: Database, sellers: readonly string[] | null) {
  const own = sellers === null ? {} : { seller: { $in: [...sellers] } }
  const [suspected, requests] = await Promise.all([
    collectionOf(database, licenseRecord).countDocuments({ ...own, 'suspicion.since': { $type: 'date' } }),
    collectionOf(database, licenseRequestRecord).countDocuments({ ...own, status: 'open' }),
  ])
  return { suspected, requests }
}

/** The lists of what waits, one press away. */
function Presets({ suspected, requests }: { suspected: number; requests: number }) {
  if (suspected + requests === 0) return null
  return (
    <p className="panel-presets">
      {suspected > 0 ? (
        <a href="/admin/collections/licenses?where[suspicion][exists]=true">
          {t('panelLicenses.list.suspected', { count: suspected })}
        </a>
      ) : null}
      {requests > 0 ? (
        <a href="/admin/collections/license-requests?where[status][equals]=open">
          {t('panelLicenses.list.requests', { count: requests })}
        </a>
      ) : null}
    </p>
  )
}

type Option = { value: string; label: string; seller: string }

async function productsOf(database: Database, sellers: readonly string[] | null): Promise<Option[]> {
  const found = await collectionOf(database, productDocument)
    .find(
      sellers === null ? {} : { seller: { $in: [...sellers] }, status: { $nin: ['suspended', 'rejected'] } },
      { sort: { handle: 1 }, limit: most },
    )
    .toArray()
  return found.map(({ _id, handle, seller }) => ({ value: _id, label: handle, seller }))
}

async function packagesOf(database: Database, products: readonly Option[]): Promise<Option[]> {
  const labels = new Map(products.map(({ value, label }) => [value, label]))
  const found = await collectionOf(database, packageDocument)
    .find({ product: { $in: [...labels.keys()] } }, { sort: { product: 1, position: 1 }, limit: most })
    .toArray()
  return found.map(({ _id, product, name, seller }) => ({
    value: _id,
    label: `${labels.get(product) ?? product}: ${textIn(name, 'en')}`,
    seller,
  }))
}

const issueAct = (packages: readonly Option[]): DialogAct => ({
  path: '/api/licenses/issue',
  label: t('panelLicenses.acts.issue'),
  reason: 'reason',
  fields: [
    {
      name: 'package',
      label: t('panelLicenses.fields.package'),
      kind: 'choice',
      value: packages[0]?.value ?? '',
      always: true,
      required: true,
      options: packages.map(({ value, label }) => ({ value, label })),
    },
    {
      name: 'email',
      label: t('panelLicenses.fields.customer'),
      kind: 'email',
      value: '',
      required: true,
    },
    { name: 'name', label: t('panelLicenses.fields.customerName'), kind: 'text', value: '' },
    check('test', t('panelLicenses.fields.test'), false),
  ],
})

/** Sentences with numbers in them are filled in on the server: the dialog gets one per count that it can show. */
const importWords = () => ({
  open: t('panelLicenses.acts.import'),
  product: t('panelLicenses.fields.product'),
  file: t('panelLicenses.fields.file'),
  hint: t('panelLicenses.import.hint', { most: maxImportRows }),
  check: t('panelLicenses.import.check'),
  checking: t('panelLicenses.import.checking'),
  // Filled in by the dialog, while it goes on.
  importing: t('panelLicenses.import.importing', { done: '{done}', total: '{total}' }),
  stopped: t('panelLicenses.import.stopped', { done: '{done}' }),
  imported: t('panelLicenses.import.importedSoMany', { done: '{done}' }),
  line: t('panelLicenses.import.line'),
  outcome: t('panelLicenses.import.outcome'),
  problem: t('panelLicenses.import.problem'),
  new: t('panelLicenses.import.new'),
  known: t('panelLicenses.import.known'),
  refused: t('panelLicenses.import.refused'),
  cancel: t('panelLicenses.dialog.cancel'),
})
