export const styles = `
:root { color-scheme: light dark;
  --paper: light-dark(#fafaf7, #101715); --card: light-dark(#fff, #18211e); --ink: light-dark(#16241e, #eef3f0);
  --ink-2: light-dark(#4a5b53, #b3c1ba); --line: light-dark(#d5ddd8, #33413b); --edge: light-dark(#74837b, #7e8f86);
  --link: light-dark(#086847, #7fe0b8); --danger: light-dark(#b3261e, #ff9d92); --focus: light-dark(#3c4fd0, #aab6ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 12px 16px; border-bottom: 1px solid var(--line); }
header a { font-weight: 700; color: inherit; text-decoration: none; }
header span, .letters span, .letters time, .attachments span, .empty { color: var(--ink-2); }
main { max-width: 60rem; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 8px 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 16px 0 4px; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.bar { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; margin-bottom: 16px; }
.bar form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; min-width: 0; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 4px; padding: 8px 12px; min-height: 44px; max-width: 100%; }
button { cursor: pointer; } button:disabled { cursor: default; opacity: .6; } .danger:enabled { color: var(--danger); border-color: var(--danger); }
ol.letters, ul.tabs, ul.attachments { list-style: none; margin: 0; padding: 0; }
.letters li { border-top: 1px solid var(--line); }
.letters a { display: grid; gap: 0 16px; padding: 10px 8px; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.letters a:hover { background: var(--card); } .letters a:hover strong { text-decoration: underline; }
@media (min-width: 40rem) { .letters a { grid-template-columns: 1fr auto; } .letters strong { grid-column: 1 / -1; } }
.facts { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 0 0 16px; }
.facts dt { color: var(--ink-2); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--line); margin-top: 16px; }
.tabs a { display: block; padding: 10px 12px; text-decoration: none; } .tabs .raw { margin-left: auto; }
.tabs a[aria-current] { color: var(--ink); font-weight: 700; box-shadow: inset 0 -3px var(--link); }
iframe { display: block; width: 100%; height: 75vh; border: 1px solid var(--line); border-top: 0; background: #fff; }
pre { margin: 0; padding: 16px; background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; font: 15px/1.5 ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; background: var(--card); } caption { text-align: left; padding: 12px 8px; color: var(--ink-2); }
th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-top: 1px solid var(--line); overflow-wrap: anywhere; font-size: .9rem; }
th { width: 10rem; } @media (max-width: 30rem) { th, td { display: block; width: auto; } td { border-top: 0; padding-top: 0; } }
#news:empty { display: none; }
`

/** Says on the list that there is newer mail; moves nothing under the reader's hands. */
export const script = `
const news = document.getElementById('news')
if (news) setInterval(async () => {
  if (document.hidden || news.textContent) return
  try {
    const answer = await fetch('/api/messages?limit=1&to=' + encodeURIComponent(news.dataset.to))
    const { messages: [newest] } = await answer.json()
    if (!newest || newest.id === news.dataset.newest) return
    const link = document.createElement('a')
    link.href = location.href
    link.textContent = 'New mail has arrived: show it'
    news.append(link)
  } catch { /* the catcher is restarting: ask again at the next turn */ }
}, 2000)
`
