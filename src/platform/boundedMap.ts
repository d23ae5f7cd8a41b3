/** A map that holds at most `limit` entries: what was used longest ago goes first. For caches, never for facts. */
export class BoundedMap<K, V> {
  private readonly entries = new Map<K, V>()
  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key)
    if (value === undefined) return undefined
    this.entries.delete(key)
    this.entries.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size <= this.limit) return
    const oldest = this.entries.keys().next()
    if (!oldest.done) this.entries.delete(oldest.value)
  }

  delete(key: K): void {
    this.entries.delete(key)
  }
}
