import { describe, expect, it } from 'vitest'
import { judgeVisit, type VisitKind } from './judgeVisit'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const person = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-user': '?1',
}

interface Row {
  what: string
  kind: VisitKind
  method?: string
  userAgent?: string | null
  headers: Record<string, string>
}

const rows: Row[] = [
  { what: 'a link that a person followed', kind: 'landing', headers: person },
  { what: 'an address typed in', kind: 'landing', headers: { ...person, 'sec-fetch-site': 'none' } },
  {
    what: 'a navigation that a script began',
    kind: 'scripted',
    headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  },
  {
    what: 'a frame',
    kind: 'embedded',
    headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  },
  {
    what: 'a picture',
    kind: 'embedded',
    headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  },
  {
    what: 'a script',
    kind: 'embedded',
    headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
  },
  { what: 'a fetch', kind: 'embedded', headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } },
  { what: 'half of the headers', kind: 'embedded', headers: { 'sec-fetch-mode': 'navigate' } },
  { what: 'a prefetch', kind: 'prefetch', headers: { ...person, 'sec-purpose': 'prefetch;prerender' } },
  { what: 'a prefetch of an older browser', kind: 'prefetch', headers: { purpose: 'prefetch' } },
  { what: 'an old browser', kind: 'landing', headers: { accept: 'text/html,application/xhtml+xml' } },
  { what: 'a picture in an old browser', kind: 'embedded', headers: { accept: 'image/avif,*/*' } },
  { what: 'a look at the headers', kind: 'probe', method: 'HEAD', headers: person },
  { what: 'a crawler', kind: 'robot', userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)', headers: person },
  {
    what: 'a phone of a maker with an unlucky name',
    kind: 'landing',
    userAgent: 'Mozilla/5.0 (Linux; Android 13; CUBOT X90)',
    headers: person,
  },
  { what: 'a link preview', kind: 'robot', userAgent: 'facebookexternalhit/1.1', headers: {} },
  { what: 'a command line', kind: 'robot', userAgent: 'curl/8.5.0', headers: { accept: '*/*' } },
  { what: 'a program without a name', kind: 'robot', userAgent: null, headers: person },
]

describe('[AFF-2] a request for a referral link', () => {
  it.each(rows)('that is $what is judged $kind', ({ kind, headers, method = 'GET', userAgent = firefox }) => {
    expect(judgeVisit({ method, userAgent, header: (name) => headers[name] ?? null })).toBe(kind)
  })
})
