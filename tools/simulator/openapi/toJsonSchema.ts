/** A parsed JSON value; the description is read as one. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/**
 * Turns a schema of OpenAPI 3.0 into JSON Schema as Ajv reads it: `nullable` becomes a null branch, references point
 * into `#/definitions`, and objects with named properties take no others, which the description leaves open
 * but the provider's API refuses in requests and which finds misspelled fields in our answers.
 */
export function toJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(toJsonSchema)
  if (!isObject(schema)) return schema
  if (typeof schema.$ref === 'string') {
    return { $ref: schema.$ref.replace('#/components/schemas/', '#/definitions/') }
  }
  const plain: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'nullable' || key.startsWith('x-')) continue
    if (key === 'properties' && isObject(value)) {
      plain.properties = Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, toJsonSchema(one)]),
      )
    } else plain[key] = key === 'enum' ? value : toJsonSchema(value)
  }
  if (isObject(plain.properties) && plain.additionalProperties === undefined)
    plain.additionalProperties = false
  return schema.nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain
}
