/** One thing that a search leads to. */
export interface Suggestion {
  href: string
  label: string
  /** What tells it from others of the same name: its seller, how much lies in it. */
  note?: string | undefined
}

export interface SuggestionGroup {
  kind: 'products' | 'categories' | 'sellers' | 'collections' | 'pages' | 'recent'
  label: string
  items: Suggestion[]
}

/** What `/search/suggest` answers: groups in the order that they are shown in, none of them empty. */
export interface SuggestAnswer {
  query: string
  groups: SuggestionGroup[]
}
