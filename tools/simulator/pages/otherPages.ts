import { formatMinor } from '../resources/money'
import type { WireSession } from '../state/documents'
import { html } from './html'
import { page } from './layout'

/** The bank's page of a 3-D Secure card, with both answers. */
export function challengePage(session: WireSession): string {
  const total = formatMinor(session.amount_total ?? 0, session.currency ?? 'usd')
  return page(
    'Confirm with your bank',
    html`<form class="card" method="post" action="/c/pay/${session.id}/authenticate" aria-labelledby="challenge-heading">
<h1 id="challenge-heading">3-D Secure: confirm with your bank</h1>
<p>The simulated bank asks whether this payment of ${total} is yours.</p>
<button class="main-act" type="submit" name="answer" value="complete">Complete authentication</button>
<button class="second" type="submit" name="answer" value="fail">Fail authentication</button>
</form>`,
  )
}

/** A session that takes no payment any more, or none that is known. */
export function closedPage(
  title: string,
  sentence: string,
  link: { url: string; text: string } | null,
): string {
  return page(
    title,
    html`<section>
<h1>${title}</h1>
<p>${sentence}</p>
${link === null ? null : html`<p><a href="${link.url}">${link.text}</a></p>`}
</section>`,
  )
}
