import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { createElement, type FunctionComponent } from 'react'
import { BoundedMap } from '@/platform/boundedMap'

type Draw = typeof import('react-dom/server').renderToStaticMarkup
export interface Drawing {
  /** Of the component and everything that it was given. */
  key: string
  html: string
}

declare global {
  /** Read by DrawnHere.tsx too, which Next bundles apart. */
  var mintreuDrawings: BoundedMap<string, string> | undefined
}

const mostKept = 3_000
/** Pages are bundled apart, each with its own copies of components: a drawing belongs to the copy that made it. */
const bundle = randomBytes(6).toString('base64url')
const ids = new Map<FunctionComponent<never>, number>()
let draw: Draw | undefined

/**
 * The HTML of a component that needs no script in the browser, drawn once for what it shows (docs/adr/021).
 *
 * A drawing is found again by everything that was given, never by a name or a time: what changed is drawn anew, so an
 * old drawing cannot be shown. What is given is plain data, maps and dates included. A component of the browser
 * (`use client`) inside fails.
 * @throws DataCloneError where something that is given is not data.
 */
export function drawing<Given extends object>(component: FunctionComponent<Given>, given: Given): Drawing {
  globalThis.mintreuDrawings ??= new BoundedMap(mostKept)
  const key = keyOf(component, given)
  const known = globalThis.mintreuDrawings.get(key)
  if (known !== undefined) return { key, html: known }
  draw ??= loadedDraw()
  const html = draw(createElement(component, given))
  globalThis.mintreuDrawings.set(key, html)
  return { key, html }
}

function keyOf(component: FunctionComponent<never>, given: object): string {
  const id = ids.get(component) ?? ids.size
  ids.set(component, id)
  const { serialize } = process.getBuiltinModule('node:v8')
  const hash = createHash('sha256').update(serialize(given)).digest('base64url').slice(0, 24)
  return `${bundle}${id}-${hash}`
}

/** Not imported: Next keeps `react-dom/server` out of server components, where its own React has no part for it. */
function loadedDraw(): Draw {
  const { createRequire } = process.getBuiltinModule('node:module')
  const server: typeof import('react-dom/server') = createRequire(path.resolve('package.json'))(
    'react-dom/server',
  )
  return server.renderToStaticMarkup
}
