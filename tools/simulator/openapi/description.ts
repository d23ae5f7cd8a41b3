import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { isObject, type Json, type JsonObject, toJsonSchema } from './toJsonSchema'

export type Method = 'get' | 'post' | 'delete'

// ajv-formats is CommonJS: plain Node sees the function itself, bundlers its default export.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule

function ajvFor(definitions: Json, options: { coerceTypes: boolean }): Ajv {
  const ajv = new Ajv({ allErrors: false, strict: true, strictTypes: false, ownProperties: true, ...options })
  addFormats(ajv)
  ajv.addFormat('unix-time', { type: 'number', validate: (seconds: number) => seconds >= 0 })
  ajv.addFormat('currency', /^[a-zA-Z]{3}$/)
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/)
  ajv.addSchema({ $id: 'description', definitions: definitions as JsonObject })
  return ajv
}

/** Validators of requests and answers, made from the stored description on first use. */
export class Description {
  readonly version: string
  private readonly paths: JsonObject
  private readonly requests: Ajv
  private readonly answers: Ajv
  private readonly schemas = new Map<string, ValidateFunction>()

  constructor(file: URL = new URL('./description.json', import.meta.url)) {
    const whole = JSON.parse(readFileSync(file, 'utf8')) as JsonObject
    this.version = String(object(whole.info, 'info').version)
    this.paths = object(whole.paths, 'paths')
    const definitions = toDefinitions(object(object(whole.components, 'components').schemas, 'schemas'))
    this.requests = ajvFor(definitions, { coerceTypes: true })
    this.answers = ajvFor(definitions, { coerceTypes: false })
  }

  /** Validator of the query (get, delete) or of the form body (post); it turns texts into numbers and booleans. */
  request<Input>(method: Method, path: string): ValidateFunction<Input> {
    const operation = this.operation(method, path)
    const schema = method === 'post' ? bodySchema(operation) : querySchema(operation)
    return this.requests.compile<Input>(rebase(toJsonSchema(schema)) as JsonObject)
  }

  /** Validator of the answer with status 200. */
  answer(method: Method, path: string): ValidateFunction {
    const responses = object(this.operation(method, path).responses, 'responses')
    const content = object(object(responses['200'], '200').content, 'content')
    const schema = object(object(content['application/json'], 'json').schema, 'schema')
    return this.answers.compile(rebase(toJsonSchema(schema)) as JsonObject)
  }

  /** Validator of one named object, such as the charge inside of an event. */
  object(name: string): ValidateFunction {
    const known = this.schemas.get(name)
    if (known !== undefined) return known
    const validate = this.answers.compile({ $ref: `description#/definitions/${name}` })
    this.schemas.set(name, validate)
    return validate
  }

  private operation(method: Method, path: string): JsonObject {
    return object(object(this.paths[path], path)[method], `${method} ${path}`)
  }
}

/** One sentence about the first difference, for the log. */
export function explain(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(
      (error) =>
        `${error.instancePath || '/'} ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`,
    )
    .join('; ')
}

function object(value: Json | undefined, what: string): JsonObject {
  if (!isObject(value)) throw new Error(`The OpenAPI description lacks ${what}`)
  return value
}

function toDefinitions(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema)]))
}

/** References of a schema compiled on its own lead to the shared document. */
function rebase(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(rebase)
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `description${value}` : rebase(value),
    ]),
  )
}

function bodySchema(operation: JsonObject): JsonObject {
  if (operation.requestBody === undefined) return { type: 'object', properties: {} }
  const content = object(object(operation.requestBody, 'requestBody').content, 'content')
  return object(object(content['application/x-www-form-urlencoded'], 'form').schema, 'schema')
}

function querySchema(operation: JsonObject): JsonObject {
  const properties: JsonObject = {}
  const required: Json[] = []
  for (const parameter of Array.isArray(operation.parameters) ? operation.parameters : []) {
    const { name, schema, required: isRequired, in: place } = object(parameter, 'parameter')
    if (place !== 'query' || typeof name !== 'string' || schema === undefined) continue
    properties[name] = schema
    if (isRequired === true) required.push(name)
  }
  return { type: 'object', properties, required }
}
