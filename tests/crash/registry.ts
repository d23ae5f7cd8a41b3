import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root, sourcesIn } from '../setup/imports'

export interface RegisteredStep {
  name: string
  /** `src/domain/orders/fulfilOrder.ts:27` */
  at: string
}

/**
 * Every step of the product, read from its sources: each call of `step(…)` of platform/steps.
 * @throws where a call does not state its name as a literal: such a step could not be found.
 */
export function registeredSteps(): RegisteredStep[] {
  return sourcesIn('src').flatMap(stepsIn)
}

function stepsIn(file: string): RegisteredStep[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  if (!/from '(@\/platform|\.)\/steps'/.test(text)) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
  const found: RegisteredStep[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'step') {
      const [name] = node.arguments
      const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
      if (!name || !ts.isStringLiteral(name)) throw new Error(`${at}: a step is named by a literal`)
      found.push({ name: name.text, at })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
