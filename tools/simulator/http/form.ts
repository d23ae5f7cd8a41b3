/** What nested form encoding can carry. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }
export type FormObject = { [key: string]: FormValue }

interface Branch {
  children: Map<string, Branch | string>
  appended: number
}

const maxDepth = 12

/**
 * Parses `a[b][0]=c&d[]=e` into `{a: {b: ['c']}, d: ['e']}`.
 * A branch whose keys are all whole numbers (or empty) is a list, in the order of the numbers.
 * Throws a RangeError with the name of the parameter when brackets are broken, nested too deep or in conflict.
 */
export function parseForm(text: string): FormObject {
  const root: Branch = { children: new Map(), appended: 0 }
  for (const [name, value] of new URLSearchParams(text)) place(root, name, splitName(name), value)
  return toObject(root)
}

function splitName(name: string): string[] {
  const open = name.indexOf('[')
  if (open === -1) return [name]
  const rest = name.slice(open)
  if (open === 0 || !/^(\[[^[\]]*\])+$/.test(rest)) throw new RangeError(name)
  const keys = [name.slice(0, open), ...rest.slice(1, -1).split('][')]
  if (keys.length > maxDepth) throw new RangeError(name)
  return keys
}

function place(root: Branch, name: string, keys: string[], value: string): void {
  let branch = root
  for (const [depth, given] of keys.entries()) {
    const key = given === '' && depth > 0 ? String(branch.appended++) : given
    if (depth === keys.length - 1) {
      if (typeof branch.children.get(key) === 'object') throw new RangeError(name)
      branch.children.set(key, value)
      return
    }
    const child = branch.children.get(key) ?? { children: new Map(), appended: 0 }
    if (typeof child === 'string') throw new RangeError(name)
    branch.children.set(key, child)
    branch = child
  }
}

function toValue(branch: Branch | string): FormValue {
  if (typeof branch === 'string') return branch
  const keys = [...branch.children.keys()]
  if (!keys.every((key) => /^(0|[1-9]\d{0,4})$/.test(key))) return toObject(branch)
  return keys
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((key) => {
      const child = branch.children.get(key)
      return child === undefined ? [] : [toValue(child)]
    })
}

/** Without a prototype, so that a parameter named `__proto__` is only a name. */
function toObject(branch: Branch): FormObject {
  const object: FormObject = Object.create(null)
  for (const [key, child] of branch.children) object[key] = toValue(child)
  return object
}
