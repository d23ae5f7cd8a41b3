import { createHash } from 'node:crypto'
import { Html, html } from './html'

const css = `
:root{color-scheme:light dark;--paper:#f6f5ef;--card:#fff;--ink:#1c1b17;--soft:#57544a;--line:#8a867a;--act:#174a7c;
--on-act:#fff;--test:#5a3d00;--test-bg:#ffe9b0;--bad:#8c1d18;--bad-bg:#fdeceb}
@media (prefers-color-scheme:dark){:root{--paper:#171714;--card:#21211d;--ink:#f1efe6;--soft:#bdb9ab;--line:#8a867a;
--act:#9cc7f2;--on-act:#0d1a26;--test:#ffe2a0;--test-bg:#443209;--bad:#ffb4ab;--bad-bg:#43201d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.test{background:repeating-linear-gradient(-45deg,var(--test-bg) 0 100%);color:var(--test);padding:.6rem 1rem;
text-align:center;font-weight:600;border-bottom:2px dashed currentColor}
main{max-width:60rem;margin:0 auto;padding:1.25rem 1rem 3rem;display:grid;gap:1.25rem}
@media (min-width:50rem){main.two{grid-template-columns:1fr 1.2fr;align-items:start}}
section,form.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.1rem}
h1{font-size:1.3rem;margin:0 0 .5rem;line-height:1.25}h2{font-size:1.05rem;margin:0 0 .6rem}
.total{font-size:1.9rem;font-weight:700;margin:.1rem 0 .8rem;font-variant-numeric:tabular-nums}
ul.lines{list-style:none;margin:0 0 1rem;padding:0}
ul.lines li{display:flex;justify-content:space-between;gap:1rem;padding:.5rem 0;border-top:1px solid var(--line)}
ul.lines span:last-child{white-space:nowrap;font-variant-numeric:tabular-nums}
.soft{color:var(--soft)}small{font-size:.875rem}
label{display:block;font-weight:600;margin:.8rem 0 .25rem}
input{width:100%;font:inherit;padding:.6rem .7rem;border:1px solid var(--line);border-radius:.35rem;
background:var(--paper);color:var(--ink)}
input[aria-invalid=true]{border:2px solid var(--bad)}
.row{display:grid;grid-template-columns:1fr 1fr;gap:.8rem;align-items:end}
button,a.button{font:inherit;font-weight:600;padding:.7rem 1rem;border-radius:.35rem;border:1px solid var(--act);
cursor:pointer;min-height:2.75rem;text-align:center;text-decoration:none;display:inline-block}
.main-act{width:100%;margin-top:1.1rem;background:var(--act);color:var(--on-act)}
.second{background:transparent;color:var(--act);width:100%;margin-top:.7rem}
fieldset{border:1px dashed var(--line);border-radius:.35rem;padding:.6rem .8rem .9rem;margin:1.1rem 0 0}
fieldset p{margin:0 0 .6rem}legend{font-weight:600;padding:0 .3rem}
.picks{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.5rem}
.picks button{background:transparent;color:var(--act);padding:.45rem .5rem;font-weight:500;font-size:.9rem;line-height:1.3}
.picks b{display:block;font-weight:600}
.alert{background:var(--bad-bg);color:var(--bad);border:1px solid var(--bad);border-radius:.35rem;padding:.7rem .9rem;
margin:0 0 1rem}.alert p{margin:0}
a{color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
`

const styleHash = createHash('sha256').update(css).digest('base64')

/**
 * Headers of every page: nothing is loaded, nothing runs. There is no `form-action`, because browsers apply it to the
 * redirect to the shop's success page too.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** A whole page; `columns` is for summary beside form. */
export function page(title: string, content: Html, columns = false): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Payment simulator</title>
<link rel="icon" href="data:,">
<style>${new Html(css)}</style>
</head>
<body>
<header class="test">Payment simulator – no real money moves</header>
<main${columns ? new Html(' class="two"') : null}>
${content}
</main>
</body>
</html>
`.text
}
