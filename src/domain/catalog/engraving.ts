/**
 * Engraved lines as on banknotes: one curve, drawn once, and copies of it turned, moved and stretched by
 * small steps. The curve is a path of whole numbers, so that a picture stays near two kilobytes.
 */
export type Engraving = {
  /** SVG path data around the origin, relative after the first point. */
  path: string
  /** One `transform` for each copy. */
  copies: string[]
}

/** Numbers of one picture: `dial(n, low, high)` reads the n-th byte of its seed as a number in the range. */
export type Dials = (index: number, low: number, high: number) => number

type Point = readonly [x: number, y: number]
const turn = 2 * Math.PI

/** A guilloché ring: a lobed circle turned on through one lobe, with a smaller ring of the same inside. */
export function rosette(dial: Dials, radius = 430, copies = 26): Engraving {
  const lobes = Math.round(dial(0, 5, 11))
  const depth = dial(1, 0.2, 0.36)
  const ripple = dial(2, 0.03, 0.1)
  const ripplePhase = dial(3, 0, turn)
  const curve = sample(Math.max(40, lobes * 8), (at) => {
    const wave = depth * Math.cos(lobes * at) + ripple * Math.cos(2 * lobes * at + ripplePhase)
    return polar(at, radius * (1 + wave))
  })
  const lobe = 360 / lobes
  const inner = Math.round(copies * 0.3)
  const outer = copies - inner
  const innerScale = dial(4, 0.36, 0.46)
  const twist = dial(5, 0.55, 1)
  return {
    path: closedPath(curve),
    copies: Array.from({ length: copies }, (_, index) =>
      index < outer
        ? transform({ rotate: (index * lobe * twist) / outer, scale: 1 - (index / outer) * 0.3 })
        : transform({ rotate: ((index - outer) * lobe) / inner, scale: innerScale }),
    ),
  }
}

/** Interference: one swell under another, each line a little later and a little flatter or steeper. */
export function waves(dial: Dials): Engraving {
  const length = dial(0, 420, 640)
  const second = dial(1, 0.45, 0.62)
  const phase = dial(2, 0, turn)
  const shift = dial(3, 16, 34) * (dial(4, 0, 1) < 0.5 ? -1 : 1)
  const beat = dial(5, 0.16, 0.24)
  const height = dial(6, 110, 170)
  const lines = 26
  const curve = sample(56, (_, share) => {
    const x = -420 + share * 2280
    const along = (x / length) * turn
    return [x, height * (Math.sin(along) + 0.55 * Math.sin(along * second + phase))]
  })
  return {
    path: openPath(curve),
    copies: Array.from({ length: lines }, (_, index) =>
      transform({
        x: (index - lines / 2) * shift,
        y: -60 + index * 37,
        scaleY: 0.25 + 0.75 * Math.cos(index * beat + phase) ** 2,
      }),
    ),
  }
}

/** A Lissajous figure, slid and narrowed step by step until it closes to a woven lattice. */
export function lattice(dial: Dials): Engraving {
  const across = Math.round(dial(0, 2, 4))
  const phase = dial(1, 0.25, 0.6)
  const width = dial(2, 560, 760)
  const height = dial(3, 400, 520)
  const copies = 24
  const curve = sample(80, (at) => [
    width * Math.sin(across * at + phase),
    height * Math.sin((across + 1) * at),
  ])
  const spin = dial(4, 0.5, 1.6)
  return {
    path: closedPath(curve),
    copies: Array.from({ length: copies }, (_, index) =>
      transform({ rotate: (index - copies / 2) * spin, scale: 1 - index * 0.018 }),
    ),
  }
}

/** Contour lines of a hill: one blob, grown and slowly turned. */
export function rings(dial: Dials): Engraving {
  const lobes = Math.round(dial(0, 4, 7))
  const depth = dial(1, 0.08, 0.2)
  const second = dial(2, 0.05, 0.15)
  const phase = dial(3, 0, turn)
  const spin = dial(4, 1, 3.4)
  const copies = 24
  const curve = sample(44, (at) =>
    polar(at, 1000 * (1 + depth * Math.cos(lobes * at) + second * Math.cos((lobes - 2) * at + phase))),
  )
  return {
    path: closedPath(curve),
    copies: Array.from({ length: copies }, (_, index) =>
      transform({ rotate: index * spin, scale: 0.07 + index * 0.048 }),
    ),
  }
}

function sample(count: number, at: (angle: number, share: number) => Point): Point[] {
  return Array.from({ length: count }, (_, index) => at((index / count) * turn, index / (count - 1)))
}

const polar = (angle: number, radius: number): Point => [radius * Math.cos(angle), radius * Math.sin(angle)]

const middle = (a: Point, b: Point): Point => [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]

/** Quadratic curves from middle to middle with the points as handles: smooth everywhere. */
function closedPath(points: Point[]): string {
  const first = points[0] ?? [0, 0]
  const last = points.at(-1) ?? first
  return `${quadratics(middle(last, first), [...points, first])}z`
}

function openPath(points: Point[]): string {
  const first = points[0] ?? [0, 0]
  return quadratics([Math.round(first[0]), Math.round(first[1])], points.slice(1))
}

function quadratics(start: Point, points: Point[]): string {
  let pen = start
  let path = `M${start[0]} ${start[1]}q`
  for (const [index, handle] of points.slice(0, -1).entries()) {
    const end = middle(handle, points[index + 1] ?? handle)
    const steps = [handle[0] - pen[0], handle[1] - pen[1], end[0] - pen[0], end[1] - pen[1]]
    path += steps.map((step, at) => joined(Math.round(step), at === 0 && index === 0)).join('')
    pen = end
  }
  return path
}

/** A minus sign parts two numbers as well as a space does. */
const joined = (value: number, isFirst: boolean): string => (isFirst || value < 0 ? `${value}` : ` ${value}`)

type Move = { x?: number; y?: number; rotate?: number; scale?: number; scaleY?: number }

function transform({ x = 0, y = 0, rotate = 0, scale = 1, scaleY }: Move): string {
  const parts: string[] = []
  if (x !== 0 || y !== 0) parts.push(`translate(${short(x, 0)} ${short(y, 0)})`)
  if (rotate !== 0) parts.push(`rotate(${short(rotate, 1)})`)
  if (scaleY !== undefined) parts.push(`scale(1 ${short(scaleY, 2)})`)
  else if (scale !== 1) parts.push(`scale(${short(scale, 3)})`)
  return parts.join('')
}

const short = (value: number, digits: number): string =>
  Number(value.toFixed(digits))
    .toString()
    .replace(/^(-?)0\./, '$1.')
