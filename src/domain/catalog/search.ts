/** What a query leads to. Ids of products, best first; score is comparable within one answer only. */
export interface CatalogHits {
  hits: readonly { id: string; score: number }[]
  /** Words like the query's that would find something: for "did you mean". Empty where the query was spelled as it stands. */
  suggestions: readonly string[]
}

/** Finds products by words. The implementation is free to live in another thread or in another engine. */
export interface CatalogSearch {
  search(query: string, limit: number): Promise<CatalogHits>
}
