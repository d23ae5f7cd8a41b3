import { notFound } from 'next/navigation'

/** Every address that no other page takes: with two root layouts Next would else answer without ours. */
export default function Missing(): never {
  notFound()
}
