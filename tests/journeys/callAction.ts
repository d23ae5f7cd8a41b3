import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { PersonName } from '../access/people'
import type { ActionCell } from '../access/rules/actions'
import type { Visit, Visited } from './visitors'

const manifest = path.resolve(import.meta.dirname, '../../.next/server/server-reference-manifest.json')

interface Reference {
  filename: string
  exportedName: string
}

/** The addresses of the built server actions: `file name` below `src/app` → the id that browsers send. */
export function builtActions(): Map<string, string> {
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as { node: Record<string, Reference> }
  return new Map(
    Object.entries(node).map(([id, { filename, exportedName }]) => [
      `${filename.replace(/^src\/app\//, '')} ${exportedName}`,
      id,
    ]),
  )
}

interface ActionCall {
  name: PersonName
  page: string
  id: string
  /** As the browser's React sends the arguments. */
  body: FormData | string
  headers?: Record<string, string>
}

/** Calls a server action from outside, as a browser does. */
export const callAction = (
  { ask, stack }: Visited,
  { name, page, id, body, headers = { origin: stack.url, 'sec-fetch-site': 'same-origin' } }: ActionCall,
): Promise<Visit> =>
  ask(name, page, {
    method: 'POST',
    headers: {
      'next-action': id,
      accept: 'text/x-component',
      ...(typeof body === 'string' ? { 'content-type': 'text/plain;charset=UTF-8' } : {}),
      ...headers,
    },
    body,
  })

/** The state before and a form, as the two arguments of a form's action travel. */
export function formCall(fields: Readonly<Record<string, string>>): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value)
  body.append('0', JSON.stringify([{ problem: null, errors: {}, values: {}, done: null }, '$K1']))
  return body
}

/** What became of a form, as the answer tells the browser. */
export function actionOutcome({ status, headers, text }: Visit): ActionCell | `status ${number}` {
  const redirect = headers.get('x-action-redirect')
  if (redirect?.startsWith('/sign-in?next=')) return 'sign-in'
  const state = /"problem":(null|"[^"]*")/.exec(text)
  if (status !== 200 || !state) return `status ${status}`
  return state[1] === 'null' && /"errors":\{\}/.test(text) ? 'done' : 'refused'
}
