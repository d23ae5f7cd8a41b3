import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export const root = path.resolve(import.meta.dirname, '../..')

export interface Import {
  /** A file of ours relative to the root, or the name of a package. */
  to: string
  /** Gone when the program runs. */
  typeOnly: boolean
}

const known = new Map<string, Import[]>()

/** What a file of ours imports, re-exports and loads, by TypeScript's own parser. */
export function importsOf(file: string): Import[] {
  const before = known.get(file)
  if (before) return before
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  )
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier) found.push({ to: resolve(file, specifier.text), typeOnly: specifier.typeOnly })
    ts.forEachChild(node, visit)
  }
  visit(source)
  known.set(file, found)
  return found
}

function specifierOf(node: ts.Node): { text: string; typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { text: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
    return { text: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments
    if (first && ts.isStringLiteral(first)) return { text: first.text, typeOnly: false }
  }
  return null
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  if (clause.name || !named || !ts.isNamedImports(named)) return false
  // `import type {} from …` and `import { type A } from …` leave nothing behind.
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly)
}

function resolve(from: string, specifier: string): string {
  if (specifier === '@payload-config') return 'payload.config.ts'
  const base = specifier.startsWith('@/')
    ? path.join('src', specifier.slice(2))
    : specifier.startsWith('.')
      ? path.join(path.dirname(from), specifier)
      : null
  if (base === null) return packageOf(specifier)
  const candidates = [
    base,
    `${base}.ts`,
    `${base}.tsx`,
    `${base}/index.ts`,
    `${base}/index.tsx`,
    `${base}.js`,
  ]
  const file = candidates.find((candidate) => {
    const place = path.join(root, candidate)
    return existsSync(place) && statSync(place).isFile()
  })
  return file ?? base
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Every source file below a folder; tests are left out. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

/** Everything that runs when a file runs, with the way there: `a → b → payload`. */
export function reachable(entry: string): Map<string, string> {
  const ways = new Map([[entry, entry]])
  const queue = [entry]
  for (let file = queue.shift(); file; file = queue.shift()) {
    for (const { to, typeOnly } of importsOf(file)) {
      if (typeOnly || ways.has(to)) continue
      ways.set(to, `${ways.get(file)} → ${to}`)
      if (/\.tsx?$/.test(to)) queue.push(to)
    }
  }
  return ways
}
