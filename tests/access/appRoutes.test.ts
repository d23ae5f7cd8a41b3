import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { actionRules, otherActions } from './rules/actions'
import { pageRules, pagesApart, postRules } from './rules/pages'

const app = path.resolve(import.meta.dirname, '../../src/app')
const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
const textOf = (file: string): string => readFileSync(path.join(app, file), 'utf8')

/** `(site)/(account)/account/page.tsx` → `/account`. */
const routeOf = (file: string): string =>
  `/${file
    .split('/')
    .slice(0, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    .join('/')}`

const exported = (file: string, names: RegExp): string[] =>
  [...textOf(file).matchAll(names)].flatMap(([, name]) => name ?? [])
const methodsOf = (file: string): string[] =>
  exported(file, /export (?:async function|const|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g)

/** The tables are asked over HTTP by tests/journeys/access.test.ts and actions.test.ts; here nothing is missing in them. */
describe('every page, handler and server action of src/app has a line that says who may [ID-2] [ARC-1]', () => {
  const handlers = files.filter((file) => file.endsWith('/route.ts'))

  it('pages, and what is asked by GET', () => {
    const pages = files.filter((file) => file.endsWith('page.tsx'))
    const got = [...pages, ...handlers.filter((file) => methodsOf(file).includes('GET'))].map(routeOf)
    expect([...Object.keys(pageRules), ...Object.keys(pagesApart)].toSorted()).toEqual(got.sort())
  })

  it('what is asked by other methods', () => {
    const posted = handlers
      .filter((file) => !(routeOf(file) in pagesApart))
      .flatMap((file) =>
        methodsOf(file)
          .filter((method) => method !== 'GET')
          .map((method) => `${method} ${routeOf(file)}`),
      )
    expect(Object.keys(postRules).toSorted()).toEqual(posted.sort())
  })

  it('server actions', () => {
    const actions = files
      .filter((file) => /^'use server'/m.test(textOf(file)))
      .flatMap((file) =>
        exported(file, /^export (?:async function|const) (\w+)/gm).map((name) => `${file} ${name}`),
      )
    expect(Object.keys(actionRules).toSorted()).toEqual(actions.sort())
  })

  it('actions that are written inside of components: the panel’s one door', () => {
    const inside = files.filter((file) => /^\s+'use server'/m.test(textOf(file)))
    const stated = Object.keys(otherActions).map((name) => name.split(' ')[0] ?? '')
    expect(inside.filter((file) => !stated.includes(file))).toEqual([])
  })
})
