import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../http/body'
import { matchPath } from '../http/routes'
import { cardDigits, findTestCard, parseExpiry, passesLuhn } from '../payments/cards'
import {
  type AttemptResult,
  answerChallenge,
  attemptPayment,
  expireDueSessions,
  stateOf,
} from '../payments/checkout'
import { linesOf } from '../resources/checkoutSessions'
import type { Simulator } from '../simulator'
import type { CheckoutProblem, WireSession } from '../state/documents'
import { checkoutPage } from './checkoutPage'
import { homePage } from './homePage'
import { pageHeaders } from './layout'
import { challengePage, closedPage } from './otherPages'

const payPattern = '/c/pay/{session}'
const challengePattern = '/c/pay/{session}/authenticate'

/** The overview and the hosted pages of a session; false when the path is none of them. */
export async function servePages(
  sim: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<boolean> {
  if (pathname === '/') {
    show(response, 200, homePage(sim))
    return true
  }
  const pay = matchPath(payPattern, pathname)
  const challenge = matchPath(challengePattern, pathname)
  const id = (pay ?? challenge)?.session
  if (id === undefined) return false
  const form = request.method === 'POST' ? new URLSearchParams(await readBody(request)) : null
  expireDueSessions(sim)
  const session = sim.store.get('checkout_sessions', id)
  if (session === undefined) {
    show(response, 404, closedPage('Unknown payment', 'There is no such payment page.', null))
  } else if (session.status !== 'open') showClosed(response, session)
  else if (challenge !== null) challengeStep(sim, response, session, form)
  else if (form === null) showForm(sim, response, session)
  else payStep(sim, response, session, form)
  return true
}

/** Address a session is for, when the shop named one. */
export function knownEmailOf(sim: Simulator, session: WireSession): string | null {
  if (session.customer_email !== null) return session.customer_email
  const customer =
    typeof session.customer === 'string' ? sim.store.get('customers', session.customer) : undefined
  return customer?.email ?? null
}

function showForm(sim: Simulator, response: ServerResponse, session: WireSession): void {
  const view = {
    session,
    lines: linesOf(sim, session.id),
    state: stateOf(sim, session.id),
    knownEmail: knownEmailOf(sim, session),
  }
  show(response, 200, checkoutPage(view))
}

/** A form that was sent: a test card to fill in, or an attempt to pay. Both answer with a redirect. */
function payStep(
  sim: Simulator,
  response: ServerResponse,
  session: WireSession,
  form: URLSearchParams,
): void {
  const text = (name: string) => (form.get(name) ?? '').trim().slice(0, 200)
  const email = knownEmailOf(sim, session) ?? text('email')
  const typed = { email, name: text('name'), expiry: text('expiry') }
  const picked = findTestCard(text('pick'))
  if (picked !== undefined) {
    const expiry = parseExpiry(typed.expiry) === null ? '12 / 34' : typed.expiry
    remember(sim, session, { ...typed, expiry, pickedCard: picked.number, problem: null })
    redirect(response, `/c/pay/${session.id}`)
    return
  }
  const digits = cardDigits(text('card'))
  const expiry = parseExpiry(typed.expiry)
  const problem = problemOf(sim, { ...typed, digits, cvc: text('cvc') })
  remember(sim, session, { ...typed, pickedCard: '', problem })
  if (problem !== null || expiry === null) {
    redirect(response, `/c/pay/${session.id}`)
    return
  }
  follow(response, session, attemptPayment(sim, { session, digits, expiry, buyer: typed }))
}

function challengeStep(
  sim: Simulator,
  response: ServerResponse,
  session: WireSession,
  form: URLSearchParams | null,
): void {
  const isOpen = stateOf(sim, session.id).waiting !== null
  if (isOpen && form === null) {
    show(response, 200, challengePage(session))
    return
  }
  const result = isOpen ? answerChallenge(sim, session.id, form?.get('answer') === 'complete') : null
  if (result === null) redirect(response, `/c/pay/${session.id}`)
  else follow(response, session, result)
}

function follow(response: ServerResponse, session: WireSession, result: AttemptResult): void {
  if (result.outcome === 'paid') redirect(response, successUrlOf(session))
  else if (result.outcome === 'authenticate') redirect(response, `/c/pay/${session.id}/authenticate`)
  else redirect(response, `/c/pay/${session.id}`)
}

type Typed = { email: string; name: string; expiry: string; digits: string; cvc: string }

/** What is wrong with the entries, before any bank is asked. */
function problemOf(sim: Simulator, typed: Typed): CheckoutProblem | null {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.email))
    return { field: 'email', message: 'Enter an email address.' }
  if (!passesLuhn(typed.digits)) return { field: 'card', message: 'Your card number is invalid.' }
  const expiry = parseExpiry(typed.expiry)
  if (expiry === null) return { field: 'expiry', message: 'Enter the expiry date as MM / YY.' }
  const now = new Date(sim.clock.nowSeconds() * 1000)
  const isPast = expiry.year * 12 + expiry.month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1
  if (isPast) return { field: 'expiry', message: "Your card's expiry date is in the past." }
  if (!/^\d{3,4}$/.test(typed.cvc))
    return { field: 'cvc', message: 'Enter the security code of three or four digits.' }
  if (typed.name === '') return { field: 'name', message: 'Enter the name on the card.' }
  return null
}

type Remembered = {
  email: string
  name: string
  expiry: string
  pickedCard: string
  problem: CheckoutProblem | null
}

function remember(sim: Simulator, session: WireSession, entries: Remembered): void {
  sim.store.commit(() =>
    sim.store.put('checkout_states', session.id, { ...stateOf(sim, session.id), ...entries }),
  )
}

export function successUrlOf(session: WireSession): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

function showClosed(response: ServerResponse, session: WireSession): void {
  if (session.status === 'complete') {
    const link = { url: successUrlOf(session), text: 'Continue to the shop' }
    show(
      response,
      200,
      closedPage('Already paid', 'This payment went through. Nothing is charged twice.', link),
    )
    return
  }
  const link = session.cancel_url === null ? null : { url: session.cancel_url, text: 'Back to the shop' }
  show(
    response,
    410,
    closedPage('This payment page has expired', 'Go back to the shop to start again.', link),
  )
}

function show(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, pageHeaders)
  response.end(body)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  response.end()
}
