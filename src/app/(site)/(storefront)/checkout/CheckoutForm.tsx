'use client'

import { useActionState, useEffect } from 'react'
import { placeAndPay } from './actions'
import { CheckoutField } from './CheckoutField'
import type { CheckoutState, CheckoutValues } from './state'

interface Props {
  values: CheckoutValues
  /** What this page shows of the cart, in short: goes round with the form. */
  shown: string
  countries: { code: string; name: string }[]
  words: Record<
    | 'contact'
    | 'email'
    | 'emailHint'
    | 'name'
    | 'country'
    | 'choose'
    | 'company'
    | 'taxId'
    | 'asCompany'
    | 'optional'
    | 'next'
    | 'busy',
    string
  >
}

/** Five fields at most; sent without scripts too, and what was typed comes back with every refusal. */
export function CheckoutForm({ values, shown: cart, countries, words }: Props) {
  const [state, act, busy] = useActionState<CheckoutState, FormData>(placeAndPay, {
    values,
    errors: {},
    problem: null,
  })
  const shown = state.values
  useEffect(reloadWhenBack, [])
  return (
    <form action={act} className="grid max-w-xl gap-5" noValidate>
      <input type="hidden" name="shown" value={cart} />
      {state.problem && (
        <p
          role="alert"
          className="rounded-control border-s-3 border-stamp bg-stamp-wash px-4 py-3 font-semibold"
        >
          {state.problem}
        </p>
      )}
      <h2>{words.contact}</h2>
      <CheckoutField id="email" label={words.email} hint={words.emailHint} error={state.errors.email}>
        <input name="email" type="email" autoComplete="email" required defaultValue={shown.email} />
      </CheckoutField>
      <CheckoutField id="name" label={words.name} error={state.errors.name}>
        <input name="name" autoComplete="name" required defaultValue={shown.name} />
      </CheckoutField>
      <CheckoutField id="country" label={words.country} error={state.errors.country}>
        <select
          name="country"
          autoComplete="country"
          required
          defaultValue={shown.country}
          key={shown.country}
        >
          <option value="">{words.choose}</option>
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </CheckoutField>
      <details open={Boolean(shown.company || shown.taxId)}>
        <summary className="cursor-pointer py-2 underline underline-offset-3">{words.asCompany}</summary>
        <div className="mt-3 grid gap-5">
          <CheckoutField
            id="company"
            label={`${words.company} (${words.optional})`}
            error={state.errors.company}
          >
            <input name="company" autoComplete="organization" defaultValue={shown.company} />
          </CheckoutField>
          <CheckoutField id="taxId" label={`${words.taxId} (${words.optional})`} error={state.errors.taxId}>
            <input name="taxId" defaultValue={shown.taxId} />
          </CheckoutField>
        </div>
      </details>
      <button
        type="submit"
        disabled={busy}
        className="inline-flex min-h-11 items-center justify-center rounded-control border border-mint bg-mint px-5 font-semibold text-on-mint disabled:opacity-55"
      >
        {busy ? words.busy : words.next}
      </button>
    </form>
  )
}

/** Back from the payment page some browsers show this one as it was left: its button still busy, its cart of before. */
function reloadWhenBack(): () => void {
  const reload = ({ persisted }: PageTransitionEvent) => {
    if (persisted) window.location.reload()
  }
  window.addEventListener('pageshow', reload)
  return () => window.removeEventListener('pageshow', reload)
}
