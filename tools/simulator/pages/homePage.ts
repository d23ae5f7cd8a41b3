import { formatMinor } from '../resources/money'
import type { Simulator } from '../simulator'
import type { Delivery, WireEvent, WireSession } from '../state/documents'
import { type Html, html } from './html'
import { page } from './layout'

/** How many of the latest payments and events are shown. */
const shown = 25

/** What happened lately, for somebody who looks over the simulator's shoulder. */
export function homePage(sim: Simulator): string {
  const sessions = sim.store.all('checkout_sessions').slice(-shown).reverse()
  const events = sim.store.all('events').slice(-shown).reverse()
  const deliveries = sim.store.all('deliveries')
  const currencies = [...new Set(sim.store.book().map((line) => line.currency))]
  const balances = currencies.map((one) => formatMinor(sim.store.balanceMinor(one), one))
  return page(
    'Overview',
    html`<section aria-labelledby="what">
<h1 id="what">What the payment provider would know</h1>
<p>Balance after fees: <strong>${balances.length === 0 ? 'nothing yet' : balances.join(', ')}</strong>. The shop sends its buyers to
payment pages here; every payment is made up. How to control it is written in tools/simulator/README.md.</p>
</section>
<section aria-labelledby="payments">
<h2 id="payments">Latest payments</h2>
${sessions.length === 0 ? html`<p class="soft">None yet: put something in the cart of the shop and check out.</p>` : html`<ul class="lines">${sessions.map(sessionLine)}</ul>`}
</section>
<section aria-labelledby="events">
<h2 id="events">Latest events</h2>
${
  events.length === 0
    ? html`<p class="soft">None yet.</p>`
    : html`<ul class="lines">${events.map((event) =>
        eventLine(
          event,
          deliveries.filter((one) => one.event === event.id),
        ),
      )}</ul>`
}
</section>`,
  )
}

function sessionLine(session: WireSession): Html {
  const amount = formatMinor(session.amount_total ?? 0, session.currency ?? 'usd')
  const buyer = session.customer_details?.email ?? 'no address yet'
  const state =
    session.status === 'open' ? html`<a href="/c/pay/${session.id}">open: pay it</a>` : session.status
  return html`<li><span>${amount} <small class="soft">${buyer}, ${time(session.created)}</small></span><span>${state}</span></li>`
}

function eventLine(event: WireEvent, deliveries: readonly Delivery[]): Html {
  const states = deliveries.map((one) => one.status).join(', ')
  return html`<li><span>${event.type} <small class="soft">${time(event.created)}</small></span><span>${states === '' ? 'nobody listens' : states}</span></li>`
}

function time(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
