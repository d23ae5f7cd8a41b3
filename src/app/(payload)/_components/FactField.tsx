import type { ClientUser, Field, PayloadRequest, ServerFieldBase } from 'payload'
import { humanize } from '@/platform/humanize'
import { formatMoney } from '@/platform/money'

/** A value that nobody edits, with its label: what `asFacts` puts in place of inputs. */
export function FactField({ field, value, siblingData, data, req }: ServerFieldBase) {
  const name = 'name' in field && typeof field.name === 'string' ? field.name : ''
  const given = value ?? siblingData?.[name]
  const label = 'label' in field && typeof field.label === 'string' ? field.label : humanize(name)
  return (
    <dl className="panel-fact field-type">
      <dt>{label}</dt>
      <dd>
        <Value field={field} value={given} currency={siblingData?.currency ?? data?.currency} req={req} />
      </dd>
    </dl>
  )
}

interface ValueProps {
  field: Field
  value: unknown
  currency: unknown
  req: PayloadRequest
}

function Value({ field, value, currency, req }: ValueProps) {
  if (value === null || value === undefined || value === '') return <>–</>
  if (field.type === 'json') return <pre>{JSON.stringify(value, null, 2)}</pre>
  if (field.type === 'relationship' && typeof field.relationTo === 'string')
    return <Reference to={field.relationTo} id={idOf(value)} req={req} />
  if (Array.isArray(value)) return <>{value.length > 0 ? value.join(', ') : '–'}</>
  if (field.type === 'date') return <>{timeOf(value)}</>
  if (field.type === 'checkbox') return <>{value ? '✓' : '–'}</>
  if (field.type === 'select') return <>{humanize(String(value))}</>
  if (typeof value === 'number' && field.custom?.money && typeof currency === 'string' && currency)
    return <>{formatMoney(value, currency)}</>
  return <>{String(value)}</>
}

/** A link where the person sees that collection; else the id alone, which tells nothing. */
function Reference({ to, id, req }: { to: string; id: string; req: PayloadRequest }) {
  const hidden = req.payload.config.collections.find(({ slug }) => slug === to)?.admin.hidden
  if (!req.user || (typeof hidden === 'function' && hidden({ user: req.user as ClientUser })))
    return <>{id}</>
  return <a href={`/admin/collections/${to}/${encodeURIComponent(id)}`}>{id}</a>
}

const idOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : String(value)

/** In UTC and to the second: what is compared with logs and the provider's pages. */
function timeOf(value: unknown): string {
  const at = value instanceof Date ? value : new Date(String(value))
  return Number.isNaN(at.getTime()) ? String(value) : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
