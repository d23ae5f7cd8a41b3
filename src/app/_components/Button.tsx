import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

export type ButtonLook = 'ink' | 'mint' | 'outline' | 'quiet' | 'danger'
type Shape = { look?: ButtonLook; size?: 'regular' | 'small' }

const looks: Record<ButtonLook, string> = {
  ink: 'border-ink bg-ink text-paper hover:bg-ink-2 hover:border-ink-2',
  mint: 'border-mint bg-mint text-on-mint hover:brightness-95',
  outline: 'border-edge bg-transparent text-ink hover:border-ink hover:bg-sunken',
  quiet:
    'border-transparent bg-transparent text-ink underline decoration-1 underline-offset-3 hover:bg-sunken',
  danger: 'border-stamp bg-transparent text-stamp hover:bg-stamp-wash',
}

/** The classes of a button, for the rare element that is neither `button` nor `a` (a `summary`). */
export function buttonClasses({ look = 'ink', size = 'regular' }: Shape, extra?: string): string {
  return clsx(
    'inline-flex items-center justify-center gap-2 rounded-control border text-center font-semibold whitespace-nowrap',
    'transition-[background-color,border-color,filter] disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55',
    size === 'regular' ? 'min-h-10 px-4 py-1.5 text-[0.9375rem]' : 'min-h-[34px] px-3 py-1 text-small',
    'pointer-coarse:min-h-11',
    looks[look],
    extra,
  )
}

/**
 * A button. `ink` is the usual one, `mint` the one act that the page is for: at most one a page.
 *
 * @example <Button look="mint">{t('checkout.pay')}</Button>
 */
export function Button({
  look,
  size,
  className,
  type = 'submit',
  ...rest
}: ComponentProps<'button'> & Shape) {
  return <button type={type} className={buttonClasses({ look, size }, className)} {...rest} />
}

/**
 * A link that looks like a button: it leads somewhere, it changes nothing.
 *
 * @example <LinkButton href="/browse" look="outline">{t('common.nav.all')}</LinkButton>
 */
export function LinkButton({
  look,
  size,
  className,
  ...rest
}: ComponentProps<'a'> & { href: string } & Shape) {
  return <a className={buttonClasses({ look, size }, className)} {...rest} />
}
