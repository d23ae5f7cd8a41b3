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

/** Compiling takes tens of milliseconds a schema, so that each is compiled once in a process, when it is needed. */
class Validators {
  private readonly known = new Map<string, ValidateFunction>()

  constructor(private readonly ajv: Ajv) {}

  of(name: string, schema: () => Json): ValidateFunction {
    const known = this.known.get(name)
    if (known !== undefined) return known
    const validate = this.ajv.compile(rebase(toJsonSchema(schema())) as JsonObject)
    this.known.set(name, validate)
    return validate
  }
}

/** Validators of requests and answers, made from the stored description. */
export class Description {
  readonly version: string
  private readonly paths: JsonObject
  private readonly requests: Validators
  private readonly answers: Validators

  constructor(file: URL = new URL('./description.json', import.meta.url)) {
    const whole = JSON.parse(readFileSync(file, 'utf8')) as JsonObject
    this.version = String(object(whole.info, 'info').version)
    this.paths = object(whole.paths, 'paths')
    const definitions = toDefinitions(object(object(whole.components, 'components').schemas, 'schemas'))
    this.requests = new Validators(ajvFor(definitions, { coerceTypes: true }))
    this.answers = new Validators(ajvFor(definitions, { coerceTypes: false }))
  }

  /** Validator of the query (get, delete) or of the form body (post); it turns texts into numbers and booleans. */
  request(method: Method, path: string): ValidateFunction {
    return this.requests.of(`${method} ${path}`, () => {
      const operation = this.operation(method, path)
      return method === 'post' ? bodySchema(operation) : querySchema(operation)
    })
  }

  /** Validator of the answer with status 200. */
  answer(method: Method, path: string): ValidateFunction {
    return this.answers.of(`${method} ${path}`, () => {
      const responses = object(this.operation(method, path).responses, 'responses')
      const content = object(object(responses['200'], '200').content, 'content')
      return object(object(content['application/json'], 'json').schema, 'schema')
    })
  }

  /** Validator of one named object, such as the charge inside of an event. */
  object(name: string): ValidateFunction {
    return this.answers.of(name, () => ({ $ref: `#/components/schemas/${name}` }))
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

let shared: Description | undefined

/** The stored description, read once in a process. */
export function storedDescription(): Description {
  shared ??= new Description()
  return shared
}
