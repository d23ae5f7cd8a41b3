/** `partially_refunded`, `statusChangedAt`, `amountMinor` as people read them: Partially refunded, Status changed, Amount. */
export function humanize(value: string): string {
  const words = value
    .replace(/([a-z0-9])(At|Minor)$/, '$1')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
