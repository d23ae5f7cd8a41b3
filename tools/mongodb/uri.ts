/** The same connection with another database as its path; understands lists of hosts, unlike `URL`. */
export function withDatabase(uri: string, database: string): string {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri)
  if (!match) throw new Error(`Not a MongoDB address: ${uri.replace(/\/\/[^@/]*@/, '//***@')}`)
  return `${match[1]}/${database}${match[2] ?? ''}`
}

/** The database that an address names, if it names one. */
export const databaseOf = (uri: string): string | undefined =>
  /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(uri)?.[1]
