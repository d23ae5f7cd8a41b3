/** `?page=3`; anything else is the first page. */
export function pageNumber(value: string | string[] | undefined): number {
  const page = typeof value === 'string' ? Number(value) : 1
  return Number.isSafeInteger(page) && page > 0 ? page : 1
}

export interface ListProps {
  searchParams: Promise<{ page?: string | string[] }>
}
