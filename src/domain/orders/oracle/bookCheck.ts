import type { Database } from '@/platform/database'
import type { BookProblem } from '../bookProblem'
import type { ProviderBook } from './providerBook'

/** What a check reads, and what it may call late. */
export interface Books {
  database: Database
  /** null: nobody to compare with. */
  provider: ProviderBook | null
  /** The time of the installation when the run began. */
  at: Date
  /** What happened at the provider since may still be on its way to us. */
  inFlightSince: Date
  /** A row that waits since before this is late. */
  lateSince: Date
}

export interface BookCheck {
  /** As people read it, in a sentence's middle: `no row without what it belongs to`. */
  name: string
  run(books: Books): Promise<BookProblem[]>
}
