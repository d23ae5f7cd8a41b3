import type { Letter } from './letter'
import { html, linked, Markup } from './markup'
import { script, styles } from './pageAssets'

/** How many stand on the list. */
const shown = 100

export interface Page {
  title: string
  body: Markup
}

export function wholePage({ title, body }: Page, nonce: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title} · Mail catcher</title>
<style nonce="${nonce}">${new Markup(styles)}</style>
</head>
<body>
<header><a href="/">Mail catcher</a><span>Nothing leaves this machine.</span></header>
<main>${body}</main>
<script nonce="${nonce}">${new Markup(script)}</script>
</body>
</html>`.text
}

export function listPage(letters: readonly Letter[], to: string, smtpPort: number): Page {
  const rows = letters.slice(0, shown).map(
    (letter) => html`
<li><a href="/messages/${letter.id}">
<strong>${letter.subject || '(no subject)'}</strong>
<span>to ${letter.envelope.to.join(', ')}</span>
<time datetime="${letter.receivedAt}">${spoken(letter.receivedAt)}</time>
</a></li>`,
  )
  const empty = to
    ? html`<p class="empty">No mail for ${to}. <a href="/">Show all</a></p>`
    : html`<p class="empty">No mail yet. What is sent to 127.0.0.1:${smtpPort} shows up here.</p>`
  return {
    title: 'Mail',
    body: html`
<h1>Mail</h1>
<p role="status" id="news" data-newest="${letters[0]?.id ?? ''}" data-to="${to}"></p>
<div class="bar">
<form method="get" action="/" role="search">
<label for="to">Recipient</label>
<input id="to" name="to" type="email" value="${to}" autocomplete="off" spellcheck="false">
<button>Find</button>
</form>
<form method="post" action="/delete"><button class="danger" ${letters.length === 0 ? new Markup('disabled') : ''}>Delete all mail</button></form>
</div>
${rows.length === 0 ? empty : html`<ol class="letters">${rows}</ol>`}
${letters.length > shown && html`<p>The newest ${shown} of ${letters.length}.</p>`}`,
  }
}

export type View = 'html' | 'text' | 'headers'

/** The view that was asked for where the letter has it, else its richest part. */
export function viewOf(letter: Letter, asked: string | null): View {
  if (asked === 'headers') return 'headers'
  if (asked === 'text' && letter.text !== null) return 'text'
  return letter.html === null ? 'text' : 'html'
}

export function letterPage(letter: Letter, view: View): Page {
  const tab = (name: View, title: string) =>
    html`<li><a href="/messages/${letter.id}?view=${name}" ${name === view ? new Markup('aria-current="page"') : ''}>${title}</a></li>`
  return {
    title: letter.subject || '(no subject)',
    body: html`
<p><a href="/">All mail</a></p>
<h1>${letter.subject || '(no subject)'}</h1>
<dl class="facts">
<dt>From</dt><dd>${letter.from}</dd>
<dt>To</dt><dd>${letter.to.join(', ') || letter.envelope.to.join(', ')}</dd>
${letter.cc.length > 0 && html`<dt>Copy</dt><dd>${letter.cc.join(', ')}</dd>`}
${letter.replyTo.length > 0 && html`<dt>Reply to</dt><dd>${letter.replyTo.join(', ')}</dd>`}
<dt>Received</dt><dd><time datetime="${letter.receivedAt}">${spoken(letter.receivedAt)}</time></dd>
</dl>
${letter.attachments.length > 0 && attachmentList(letter)}
<nav aria-label="Parts of the message"><ul class="tabs">
${letter.html !== null && tab('html', 'HTML')}
${letter.text !== null && tab('text', 'Text')}
${tab('headers', 'Headers')}
<li class="raw"><a href="/messages/${letter.id}/raw" download="${letter.id}.eml">Download raw</a></li>
</ul></nav>
${part(letter, view)}`,
  }
}

function part(letter: Letter, view: View): Markup {
  if (view === 'html')
    // Its links open in a window of their own, its scripts do not run, and it reaches nothing of ours.
    return html`<iframe title="The HTML part of the message" src="/messages/${letter.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
  if (view === 'text')
    return html`<pre tabindex="0" aria-label="The text part of the message">${linked(letter.text ?? '')}</pre>`
  const rows = letter.headers.map(
    ({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )
  return html`<table><caption>Headers as they came</caption><tbody>${rows}</tbody></table>`
}

function attachmentList({ id, attachments }: Letter): Markup {
  const items = attachments.map(
    ({ filename, contentType, bytes }, index) =>
      html`<li><a href="/messages/${id}/attachments/${index}">${filename}</a> <span>${contentType}, ${Math.ceil(bytes / 1024)} KB</span></li>`,
  )
  return html`<h2>Attachments</h2><ul class="attachments">${items}</ul>`
}

export const missingPage: Page = {
  title: 'Not here',
  body: html`<h1>Not here</h1><p>This message was deleted, or made room for newer ones. <a href="/">All mail</a></p>`,
}

/** In UTC and words that sort by themselves. */
const spoken = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
