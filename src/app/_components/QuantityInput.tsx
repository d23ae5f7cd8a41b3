import { t } from '@/platform/words'

type Props = { name?: string; id: string; value: number; max: number; about: string }

/**
 * How many of one line. `about` names the line for screen readers; the form around it has the button.
 *
 * @example <QuantityInput id={`quantity-${line.id}`} value={2} max={50} about={line.name} />
 */
export function QuantityInput({ name = 'quantity', id, value, max, about }: Props) {
  return (
    <input
      id={id}
      name={name}
      type="number"
      inputMode="numeric"
      min={1}
      max={max}
      defaultValue={value}
      required
      aria-label={`${t('common.quantity')}: ${about}`}
      className="h-10 w-20 rounded-control border border-edge bg-card px-3 pointer-coarse:h-11"
    />
  )
}
