import { catalogFigures } from '@/app/_catalog'
import { gauge } from '@/platform/metrics'
import type { ThreadFigures } from '@/platform/workThread/workThread'

const told: readonly [name: string, help: string, of: (figures: ThreadFigures) => number][] = [
  ['catalog_thread_up', '1 while the catalog thread takes questions.', ({ isUp }) => isUp],
  ['catalog_thread_restarts', 'Starts of the catalog thread after the first.', ({ restarts }) => restarts],
  ['catalog_questions_waiting', 'Questions that wait for the catalog thread.', ({ waiting }) => waiting],
  ['catalog_questions_under_way', 'Questions that the catalog thread has.', ({ underWay }) => underWay],
  ['catalog_questions_refused', 'Questions answered 503: away, busy or late.', ({ refused }) => refused],
  ['catalog_index_products', 'Products in the search index.', ({ own }) => own.products ?? 0],
  ['catalog_index_words', 'Different words in the search index.', ({ own }) => own.words ?? 0],
  [
    'catalog_index_age_seconds',
    'Since the index was last compared with the database, which each question does.',
    ({ own }) => own.ageSeconds ?? 0,
  ],
]

/** What web's /metrics says of the catalog thread; nothing but zeros before its first question. */
export function measureCatalog(): void {
  for (const [name, help, of] of told)
    gauge(name, help, [], (figure) => {
      const figures = catalogFigures()
      figure.set(figures ? of(figures) : 0)
    })
}
