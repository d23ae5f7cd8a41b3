/**
 * The first `count` of a list as `compare` orders them, without sorting the rest: what is not among them is looked at
 * once.
 */
export function topOf<T>(items: readonly T[], count: number, compare: (a: T, b: T) => number): T[] {
  if (count <= 0) return []
  // Beyond a quarter of the list, sorting it is as good.
  if (count * 4 >= items.length) return [...items].sort(compare).slice(0, count)
  // The worst of those kept stands on top of a heap.
  const heap = items.slice(0, count)
  for (let at = (count >> 1) - 1; at >= 0; at--) sink(heap, at, compare)
  for (let at = count; at < items.length; at++) {
    const item = items[at] as T
    if (compare(item, heap[0] as T) >= 0) continue
    heap[0] = item
    sink(heap, 0, compare)
  }
  return heap.sort(compare)
}

function sink<T>(heap: T[], from: number, compare: (a: T, b: T) => number): void {
  for (let at = from; ; ) {
    let worst = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && compare(heap[child] as T, heap[worst] as T) > 0) worst = child
    if (worst === at) return
    const moved = heap[at] as T
    heap[at] = heap[worst] as T
    heap[worst] = moved
    at = worst
  }
}
