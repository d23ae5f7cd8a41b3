/**
 * Makes `description.json` from the provider's whole OpenAPI file.
 * Usage: npx tsx tools/simulator/openapi/extract.ts path/to/spec3.json
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cutSchemas, keptExpansions, keptPaths, keptSchemas } from './kept'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const refPrefix = '#/components/schemas/'
const dropped = new Set(['description', 'x-expandableFields', 'x-resourceId', 'title', 'example', 'encoding'])

function asObject(value: Json | undefined, what: string): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${what} is no object`)
  return value
}

function refName(value: Json | undefined): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const ref = value.$ref
  return typeof ref === 'string' && ref.startsWith(refPrefix) ? ref.slice(refPrefix.length) : null
}

/** Drops prose and narrows expandable fields; `inProperties` keeps a property that happens to be named "title". */
function slim(value: Json, inProperties = false): Json {
  if (Array.isArray(value)) return value.map((one) => slim(one))
  if (value === null || typeof value !== 'object') return value
  const cut = refName(value)
  if (cut !== null && cutSchemas.has(cut)) return { type: 'object', 'x-cut': cut }
  const isExpandable = 'x-expansionResources' in value
  const entries = Object.entries(value).filter(
    ([key]) => inProperties || (!dropped.has(key) && key !== 'x-expansionResources'),
  )
  const slimmed: JsonObject = {}
  for (const [key, child] of entries) {
    if (isExpandable && key === 'anyOf' && Array.isArray(child)) {
      slimmed.anyOf = child.filter((one) => keepsExpansion(one)).map((one) => slim(one))
    } else slimmed[key] = slim(child, !inProperties && key === 'properties')
  }
  return slimmed
}

function keepsExpansion(option: Json): boolean {
  const name = refName(option)
  return name === null || keptExpansions.has(name)
}

function refsIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (value === null || typeof value !== 'object') return []
  const own = refName(value)
  return own !== null ? [own] : Object.values(value).flatMap(refsIn)
}

function extract(spec: JsonObject): JsonObject {
  const paths: JsonObject = {}
  const allPaths = asObject(spec.paths, 'paths')
  for (const [path, methods] of Object.entries(keptPaths)) {
    const whole = asObject(allPaths[path], path)
    paths[path] = Object.fromEntries(
      methods.map((method) => {
        const operation = asObject(whole[method], `${method} ${path}`)
        const { operationId, parameters, requestBody, responses } = asObject(slim(operation), path)
        return [method, { operationId, parameters, requestBody, responses } as JsonObject]
      }),
    )
    for (const operation of Object.values(asObject(paths[path], path))) {
      const responses = asObject(asObject(operation, path).responses, `${path} responses`)
      delete responses.default
    }
  }
  const allSchemas = asObject(asObject(spec.components, 'components').schemas, 'schemas')
  const schemas: JsonObject = {}
  const open = [...refsIn(paths), ...keptSchemas]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name in schemas) continue
    const schema = slim(asObject(allSchemas[name], name))
    schemas[name] = schema
    open.push(...refsIn(schema))
  }
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
  const info = asObject(spec.info, 'info')
  return {
    openapi: spec.openapi ?? '',
    info: { title: info.title ?? '', version: info.version ?? '' },
    paths,
    components: { schemas: sorted },
  }
}

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('Usage: npx tsx tools/simulator/openapi/extract.ts path/to/spec3.json')
  process.exitCode = 2
} else {
  const spec = asObject(JSON.parse(readFileSync(source, 'utf8')) as Json, 'the description')
  const target = fileURLToPath(new URL('./description.json', import.meta.url))
  const text = `${JSON.stringify(extract(spec))}\n`
  writeFileSync(target, text)
  console.log(`${target}: ${text.length} bytes`)
}
