import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const accountsSchema = z.array(z.object({ role: z.string(), email: z.string(), password: z.string() }))

/** The short list at the end: where to go, and who to be there. */
export function summary(
  dataDir: string,
  env: NodeJS.ProcessEnv,
  here: { simulator: boolean; mailCatcher: boolean },
): string {
  const places: [string, string][] = [
    ['Storefront', env.PUBLIC_URL ?? ''],
    ['Panel', `${env.PUBLIC_URL}/admin`],
  ]
  if (here.mailCatcher) places.push(['Mail catcher', `http://localhost:${env.MAIL_CATCHER_HTTP_PORT}`])
  if (here.simulator) places.push(['Payment simulator', `http://localhost:${env.SIMULATOR_PORT}`])
  const accounts = demoAccounts(path.join(dataDir, 'demo-accounts.json'))
  const lines = columns(places)
  if (accounts.length > 0)
    lines.push(
      '',
      'Demo accounts',
      ...columns(accounts.map(({ role, email, password }) => [role, email, password])),
    )
  return ['', ...lines, '', 'Ctrl-C stops everything and keeps the data.'].join('\n')
}

function demoAccounts(file: string) {
  return existsSync(file) ? accountsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : []
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
  )
}
