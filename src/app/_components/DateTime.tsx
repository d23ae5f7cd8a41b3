/** Pages are cached for everybody, so clock times are written in UTC and say so. */
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** `22 Nov 2027`, or with `time` `22 Nov 2027, 14:05 UTC`. */
export function dateWords(at: Date | string, time = false): string {
  const date = new Date(at)
  return time ? `${day.format(date)}, ${clock.format(date)} UTC` : day.format(date)
}

/**
 * A moment that machines can read too.
 *
 * @example <DateTime at={order.createdAt} time />
 */
export function DateTime({ at, time = false }: { at: Date | string; time?: boolean }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap">
      {dateWords(at, time)}
    </time>
  )
}
