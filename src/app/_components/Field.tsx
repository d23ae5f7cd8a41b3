import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { t } from '@/platform/words'
import { Icon } from './Icon'

type Words = {
  /** Also the id, unless `id` is given: unique in the page. */
  name: string
  label: ReactNode
  hint?: ReactNode
  /** What is wrong and what would be right; marks the control as invalid. */
  error?: ReactNode
  /** Adds the word "optional" to the label; required fields carry no mark. */
  optional?: boolean
}

const control =
  'w-full rounded-control border border-edge bg-card px-3 text-base text-ink aria-invalid:border-stamp aria-invalid:outline-stamp disabled:bg-sunken disabled:text-ink-3'

/**
 * A text input with its label above, hint and error below, tied together for screen readers.
 *
 * @example <Field name="email" type="email" label={t('checkout.email')} autoComplete="email" error={errors.email} />
 */
export function Field({
  label,
  hint,
  error,
  optional,
  className,
  ...input
}: ComponentProps<'input'> & Words) {
  const id = input.id ?? input.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <input
        {...input}
        {...described(id, hint, error)}
        id={id}
        className={clsx(control, 'h-10 pointer-coarse:h-11')}
      />
    </Frame>
  )
}

/** As `Field`, for a choice from a list; the options are its children. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  ...select
}: ComponentProps<'select'> & Words) {
  const id = select.id ?? select.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <select
        {...select}
        {...described(id, hint, error)}
        id={id}
        className={clsx(control, 'h-10 pointer-coarse:h-11')}
      />
    </Frame>
  )
}

/** As `Field`, for several lines. */
export function TextAreaField({
  label,
  hint,
  error,
  optional,
  className,
  ...area
}: ComponentProps<'textarea'> & Words) {
  const id = area.id ?? area.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <textarea
        rows={5}
        {...area}
        {...described(id, hint, error)}
        id={id}
        className={clsx(control, 'py-2')}
      />
    </Frame>
  )
}

/** A checkbox with its label beside it. */
export function CheckboxField({
  label,
  hint,
  error,
  className,
  ...input
}: ComponentProps<'input'> & Omit<Words, 'optional'>) {
  const id = input.id ?? input.name
  return (
    <div className={className}>
      <label className="flex min-h-6 items-start gap-2.5 pointer-coarse:py-2.5">
        <input
          type="checkbox"
          {...input}
          {...described(id, hint, error)}
          id={id}
          className="mt-1 size-4 shrink-0"
        />
        <span>{label}</span>
      </label>
      <Notes id={id} hint={hint} error={error} className="ms-6.5" />
    </div>
  )
}

function Frame({
  id,
  label,
  optional,
  className,
  children,
  ...notes
}: Omit<Words, 'name'> & { id: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-small font-semibold">
        {label}
        {optional && <span className="ms-2 font-normal text-ink-3">{t('common.field.optional')}</span>}
      </label>
      {children}
      <Notes id={id} {...notes} />
    </div>
  )
}

function Notes({
  id,
  hint,
  error,
  className,
}: Pick<Words, 'hint' | 'error'> & { id: string; className?: string }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className={clsx('mt-1 text-small text-ink-2', className)}>
          {hint}
        </p>
      )}
      {error && (
        <p
          id={`${id}-error`}
          className={clsx('mt-1 flex gap-1.5 text-small font-medium text-stamp', className)}
        >
          <Icon name="danger" size={16} className="mt-0.5" />
          <span>{error}</span>
        </p>
      )}
    </>
  )
}

function described(id: string, hint: ReactNode, error: ReactNode) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined }
}
