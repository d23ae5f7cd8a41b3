import { testCards } from '../payments/cards'
import { formatMinor } from '../resources/money'
import type { CheckoutState, WireLineItem, WireSession } from '../state/documents'
import { Html, html } from './html'
import { page } from './layout'

export interface CheckoutView {
  session: WireSession
  lines: readonly WireLineItem[]
  state: CheckoutState
  /** Address that the shop gave; the page does not ask for another one then. */
  knownEmail: string | null
}

/** The payment form of an open session. Works without scripts; after a refusal the focus is on the reason. */
export function checkoutPage({ session, lines, state, knownEmail }: CheckoutView): string {
  const total = formatMinor(session.amount_total ?? 0, session.currency ?? 'usd')
  const content = html`${summary(session, lines, total)}
<form class="card" method="post" action="/c/pay/${session.id}" novalidate aria-labelledby="pay-heading">
<h2 id="pay-heading">Pay with a card</h2>
${state.problem === null ? null : alert(state.problem.message)}
${emailField(state, knownEmail)}
${field(state, { name: 'card', label: 'Card number', value: grouped(state.pickedCard), extra: 'inputmode="numeric" autocomplete="cc-number"' })}
<div class="row">
<div>${field(state, { name: 'expiry', label: 'Expiry (MM / YY)', value: state.expiry, extra: 'inputmode="numeric" autocomplete="cc-exp"' })}</div>
<div>${field(state, { name: 'cvc', label: 'Security code', value: state.pickedCard === '' ? '' : '123', extra: 'inputmode="numeric" autocomplete="cc-csc"' })}</div>
</div>
${field(state, { name: 'name', label: 'Name on card', value: state.name, extra: 'autocomplete="cc-name"' })}
<button class="main-act" type="submit" name="act" value="pay">Pay ${total}</button>
<fieldset>
<legend>Test cards</legend>
<p class="soft" id="pick-hint"><small>Each fills in the card, expiry and security code. Any date in the future and any code work.</small></p>
<div class="picks">${testCards.filter((card) => card.quickPick).map((card) => pick(card.number, card.label))}</div>
</fieldset>
</form>`
  return page(`Pay ${total}`, content, true)
}

function summary(session: WireSession, lines: readonly WireLineItem[], total: string): Html {
  return html`<section aria-labelledby="order-heading">
<h1 id="order-heading">Your order</h1>
<p class="total">${total}</p>
<ul class="lines">${lines.map((line) => lineOf(line))}</ul>
${session.cancel_url === null ? null : html`<a href="${session.cancel_url}">Back to the shop without paying</a>`}
</section>`
}

function lineOf(line: WireLineItem): Html {
  const quantity = line.quantity ?? 1
  const times = quantity > 1 ? html` <small class="soft">× ${quantity}</small>` : null
  return html`<li><span>${line.description ?? 'Item'}${times}</span><span>${formatMinor(line.amount_total, line.currency)}</span></li>`
}

function alert(message: string): Html {
  return html`<div class="alert" id="problem" role="alert" tabindex="-1" autofocus><p>${message}</p></div>`
}

function emailField(state: CheckoutState, knownEmail: string | null): Html {
  if (knownEmail !== null) return html`<p class="soft">Receipt to ${knownEmail}</p>`
  return field(state, {
    name: 'email',
    label: 'Email',
    value: state.email,
    type: 'email',
    extra: 'autocomplete="email"',
  })
}

type Field = {
  name: 'card' | 'cvc' | 'email' | 'expiry' | 'name'
  label: string
  value: string
  type?: string
  extra: string
}

function field(state: CheckoutState, { name, label, value, type = 'text', extra }: Field): Html {
  const isWrong = state.problem?.field === name
  const wrong = isWrong ? html` aria-invalid="true" aria-describedby="problem"` : null
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" maxlength="200" required ${new Html(extra)}${wrong}>`
}

function pick(number: string, label: string): Html {
  return html`<button type="submit" name="pick" value="${number}" aria-describedby="pick-hint"><b>${label}</b> ${grouped(number)}</button>`
}

function grouped(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}
