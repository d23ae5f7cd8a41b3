import { createHash } from 'node:crypto'
import { bootScript } from '@/platform/bootScript'
import { sitePolicy } from '@/platform/contentPolicy'

/** A page's policy, and how many inline scripts of an unknown kind it will keep from running. */
export interface PagePolicy {
  header: string
  refusedScripts: number
}

const scriptElement = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi
const hasSource = /\ssrc\s*=/i
/** Data, never run: not judged by the browser either. */
const isData = /\stype\s*=\s*["']?(application\/(ld\+)?json)["'\s]?/i

/**
 * The Content-Security-Policy of a page that everybody gets, computed once: no nonce can stand in it, so each inline
 * script is named by its hash, and only scripts of the kinds that our layout and Next write are named.
 * @param formOrigin where a form of ours may end up after its redirect: the payment provider's page.
 */
export function hashedPolicy(html: string, formOrigin: string): PagePolicy {
  const hashes = new Set<string>()
  let refusedScripts = 0
  for (const [, attributes = '', text = ''] of html.matchAll(scriptElement)) {
    if (hasSource.test(attributes) || isData.test(attributes)) continue
    if (isKnownScript(text)) hashes.add(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    else refusedScripts++
  }
  return { header: sitePolicy({ scripts: [...hashes], formOrigin }), refusedScripts }
}

/** `self.__next_f.push([1,"…"])`: the argument must be data and nothing else. */
const flightPush = /^(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\((\[[\s\S]*\])\);?$/
/** The bundler's list of a page's parts, without which no script of the page begins: data again. */
const bundleStart =
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((\{[\s\S]*\})\);?$/
const streamCall = /^\$R[A-Z]+\(("[\w:$-]*"(,("[^"\\<]*"|\d+|null))*)?\);?$/
/** React's own small functions that put streamed parts in place; they stand before their first call. */
const streamRuntime =
  /^(\$R[A-Z]+=|requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);?$|if\(!?\$R|self\.__next_r=)/

export function isKnownScript(text: string): boolean {
  if (text === bootScript) return true
  const data = flightPush.exec(text) ?? bundleStart.exec(text)
  if (data) return isJson(data[1] ?? '')
  return streamCall.test(text) || streamRuntime.test(text)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
