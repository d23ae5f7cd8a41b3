import type { AttemptDay } from '@/domain/licensing/licensePage'
import { t } from '@/platform/words'

const width = 900
const height = 140
const gap = 4

/** Checks by day as bars, the refused on top of the valid; the numbers stand in each bar's title and in the sentence. */
export function AttemptsChart({ days }: { days: readonly AttemptDay[] }) {
  const valid = days.reduce((sum, day) => sum + day.valid, 0)
  const refused = days.reduce((sum, day) => sum + day.refused, 0)
  if (valid + refused === 0) return <p>{t('panelLicenses.page.attemptsNone')}</p>
  const most = Math.max(...days.map((day) => day.valid + day.refused))
  const bar = width / days.length
  const sentence = t('panelLicenses.page.attemptsChart', { valid, refused })
  return (
    <figure className="panel-chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence} preserveAspectRatio="none">
        {days.map((day, index) => {
          const validHeight = (day.valid / most) * height
          const refusedHeight = (day.refused / most) * height
          const x = index * bar + gap / 2
          return (
            <g key={day.day}>
              <title>{t('panelLicenses.page.attemptsDay', { ...day })}</title>
              <rect
                className="panel-chart__valid"
                x={x}
                y={height - validHeight}
                width={bar - gap}
                height={validHeight}
              />
              <rect
                className="panel-chart__refused"
                x={x}
                y={height - validHeight - refusedHeight}
                width={bar - gap}
                height={refusedHeight}
              />
            </g>
          )
        })}
      </svg>
      <figcaption>
        <span>{days[0]?.day}</span> <span>{sentence}</span> <span>{days.at(-1)?.day}</span>
      </figcaption>
    </figure>
  )
}
