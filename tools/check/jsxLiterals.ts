/**
 * Refuses words written into pages: every text that people read comes from src/messages through t().
 *
 *   npx tsx tools/check/jsxLiterals.ts        all .tsx of src/app without (payload); exit 1 and a list
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'

export type Literal = { file: string; line: number; text: string }

/** Attributes whose value is read by people or read out to them. */
const readAttributes = new Set(['aria-label', 'aria-description', 'title', 'alt', 'placeholder', 'label'])
const hasLetters = (text: string) => /\p{L}{2,}/u.test(text)

/** The texts in one file of TSX that should have come from the messages. A single letter passes: keys, units. */
export function literalsIn(file: string, source: string): Literal[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX)
  const found: Literal[] = []
  const report = (node: ts.Node, text: string) => {
    if (!hasLetters(text)) return
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
    found.push({ file, line: line + 1, text: text.trim().replace(/\s+/g, ' ') })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) report(node, node.text)
    if (ts.isJsxAttribute(node) && node.initializer && readAttributes.has(node.name.getText(tree))) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer
      for (const literal of shownLiterals(value)) report(literal, wordsOf(literal))
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
      for (const literal of shownLiterals(node.expression)) report(literal, wordsOf(literal))
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

type TextNode = ts.StringLiteralLike | ts.TemplateExpression

/** The literals that an expression may show: itself, or the branches of a choice. */
function shownLiterals(node: ts.Node | undefined): TextNode[] {
  if (!node) return []
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return [node]
  if (ts.isParenthesizedExpression(node)) return shownLiterals(node.expression)
  if (ts.isConditionalExpression(node))
    return [...shownLiterals(node.whenTrue), ...shownLiterals(node.whenFalse)]
  if (!ts.isBinaryExpression(node)) return []
  const choice = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken]
  if (choice.includes(node.operatorToken.kind))
    return [...shownLiterals(node.left), ...shownLiterals(node.right)]
  return node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? shownLiterals(node.right) : []
}

const wordsOf = (node: TextNode): string =>
  ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ')
    : node.text

/** All literals under a folder of pages, without the panel's own. */
export async function literalsUnder(folder: string): Promise<Literal[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx') && !entry.name.endsWith('.test.tsx'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).split(/[\\/]/).includes('(payload)'))
  const found = await Promise.all(files.map(async (file) => literalsIn(file, await readFile(file, 'utf8'))))
  return found.flat()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await literalsUnder('src/app')
  for (const { file, line, text } of found) console.error(`${file}:${line}  ${text}`)
  if (found.length > 0) {
    console.error(`${found.length} texts stand in pages. Put them into src/messages and use t().`)
    process.exitCode = 1
  }
}
