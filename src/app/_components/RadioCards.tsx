import type { ReactNode } from 'react'

export type RadioCard = {
  value: string
  title: ReactNode
  /** At the end of the title's line: a PriceTag. */
  price?: ReactNode
  /** One line under the title. */
  note?: ReactNode
  features?: readonly string[]
  badge?: ReactNode
  disabled?: boolean
}

type Props = {
  name: string
  legend: string
  hideLegend?: boolean
  options: readonly RadioCard[]
  value?: string
}

/**
 * One choice of few, each a card: the packages of a product. A native radio group, arrows move in it.
 *
 * @example <RadioCards name="package" legend={t('storefront.choosePackage')} options={options} value={chosen} />
 */
export function RadioCards({ name, legend, hideLegend = false, options, value }: Props) {
  return (
    <fieldset>
      <legend className={hideLegend ? 'sr-only' : 'mb-2 text-small font-semibold'}>{legend}</legend>
      <div className="grid gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="relative flex gap-3 rounded-card border border-line bg-card p-4 hover:border-edge has-checked:border-ink has-checked:shadow-[inset_0_0_0_1px_var(--ink)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:cursor-not-allowed has-disabled:bg-sunken"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === value}
              disabled={option.disabled}
              required
              className="mt-1 size-4 shrink-0 outline-none"
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline justify-between gap-x-3">
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 font-semibold">
                  {option.title}
                  {option.badge}
                </span>
                <span className="shrink-0 font-semibold">{option.price}</span>
              </span>
              {option.note && <span className="block text-small text-ink-2">{option.note}</span>}
              {option.features && option.features.length > 0 && <Features items={option.features} />}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Features({ items }: { items: readonly string[] }) {
  return (
    <span className="mt-2 grid gap-1 text-small text-ink-2">
      {items.map((item) => (
        <span key={item} className="flex gap-2">
          <svg
            viewBox="0 0 20 20"
            width="14"
            height="14"
            className="mt-[3px] shrink-0 text-mint-deep"
            aria-hidden="true"
          >
            <path
              d="m4 10.5 4 4 8-9"
              fill="none"
              stroke="currentColor"
              strokeWidth="2.2"
              strokeLinecap="round"
            />
          </svg>
          <span>{item}</span>
        </span>
      ))}
    </span>
  )
}
