import type { Metadata } from 'next'
import { NotFoundView } from '@/app/_components/NotFoundView'
import { t } from '@/platform/words'

export const metadata: Metadata = { title: t('pages.notFound.title'), robots: { index: false } }

export default function NotFound() {
  return <NotFoundView />
}
