import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { t } from '@/platform/words'

export const metadata: Metadata = { title: t('pages.notFound.title'), robots: { index: false } }

/** Every address that no other page takes: with two root layouts Next would else answer without ours. */
export default function Missing(): never {
  notFound()
}
