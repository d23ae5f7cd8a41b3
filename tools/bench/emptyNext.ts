import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Program, startProgram } from './programs'

const root = path.resolve(import.meta.dirname, '../..')
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(root, 'node_modules/next/package.json'), 'utf8')))
/** Inside the checkout, so that the same Next and React are found; kept between runs. */
const folder = path.join(root, `.cache/bench/emptyNext-${version}`)

const files: Readonly<Record<string, string>> = {
  'package.json': '{"name":"empty","private":true,"type":"module"}\n',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(root)} } }\n`,
  'app/layout.jsx':
    'export const metadata = { title: "Empty", description: "Nothing" }\nexport default ({ children }) => <html lang="en"><body>{children}</body></html>\n',
  'app/static/page.jsx': 'export default () => <p>Nothing</p>\n',
  'app/dynamic/page.jsx':
    "export const dynamic = 'force-dynamic'\nexport default async () => <p>Nothing at {Date.now()}</p>\n",
}

/** The least that Next could answer: `/static` is rendered once and for all, `/dynamic` for each request. */
export async function startEmptyNext(port: number): Promise<Program> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  const next = path.join(root, 'node_modules/next/dist/bin/next')
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const
  if (!existsSync(path.join(folder, '.next/BUILD_ID'))) {
    const built = spawnSync(process.execPath, [next, 'build', folder], { env, encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`The empty site was not built:\n${built.stdout}${built.stderr}`)
  }
  const args = ['start', folder, '-H', '127.0.0.1', '-p', String(port)]
  const site = await startProgram(next, env, /http:\/\/127\.0\.0\.1:(\d+)/, args)
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${site.port}/static`).catch(() => null)
    if (answer?.ok) return site
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
