import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailCatcher, startMailCatcher } from './catcher'
import { MailStore } from './store'

let folder: string
let catcher: MailCatcher
let peer: Transporter

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const letter: SendMailOptions = {
  from: 'Mintreu <no-reply@localhost>',
  to: 'Ada <ada@example.test>',
  subject: 'Your order ✓ <1042>',
  text: 'Verify: https://shop.example/verify?a=1&b=2.\n<script>alert(1)</script>',
  html: '<h1>Thanks</h1><a href="https://shop.example/verify">Verify</a><img src="cid:pixel"><img src="https://tracker.example/x.gif"><script>alert(1)</script>',
  attachments: [
    { filename: 'Rechnung Ä.pdf', content: Buffer.from('%PDF-1.7 made up'), contentType: 'application/pdf' },
    { filename: 'pixel.png', content: Buffer.from(pixel, 'base64'), cid: 'pixel' },
  ],
}

const at = (place: string) => `http://127.0.0.1:${catcher.httpPort}${place}`
const json = async (place: string, init?: RequestInit) => (await fetch(at(place), init)).json()
const switchTo = (body: unknown) =>
  fetch(at('/api/switches'), { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
const newestId = async (): Promise<string> => (await json('/api/messages')).messages[0].id

async function start(): Promise<void> {
  catcher = await startMailCatcher({ folder, smtpPort: 0, httpPort: 0 })
  peer = createTransport({ host: '127.0.0.1', port: catcher.smtpPort, connectionTimeout: 5_000 })
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-mail-'))
  await start()
})

afterEach(async () => {
  peer.close()
  await catcher.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the mail catcher takes mail [NOT-1]', () => {
  it('keeps text, HTML, headers and attachments, and gives them by the API', async () => {
    await peer.sendMail(letter)
    const { total, messages } = await json('/api/messages')
    expect(total).toBe(1)
    expect(messages[0]).toMatchObject({
      subject: 'Your order ✓ <1042>',
      from: '"Mintreu" <no-reply@localhost>',
      to: ['Ada <ada@example.test>'],
      envelope: { from: 'no-reply@localhost', to: ['ada@example.test'] },
    })
    const whole = await json(`/api/messages/${messages[0].id}`)
    expect(whole.text).toContain('https://shop.example/verify?a=1&b=2')
    expect(whole.html).toContain('<h1>Thanks</h1>')
    expect(whole.html).toContain(`data:image/png;base64,${pixel}`)
    expect(whole.headers).toContainEqual({ name: 'To', value: 'Ada <ada@example.test>' })
    expect(whole.attachments[1]).toEqual({
      filename: 'Rechnung Ä.pdf',
      contentType: 'application/pdf',
      bytes: 16,
    })
    const pdf = await fetch(at(`/messages/${messages[0].id}/attachments/1`))
    expect(await pdf.text()).toBe('%PDF-1.7 made up')
    expect(pdf.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Rechnung%20%C3%84.pdf")
  })

  it('finds by recipient, blind ones too, whatever the case, newest first and no more than asked for', async () => {
    for (const subject of ['one', 'two', 'three']) await peer.sendMail({ ...letter, subject })
    await peer.sendMail({ ...letter, to: 'bob@example.test', bcc: 'eve@example.test', subject: 'four' })
    const { total, messages } = await json('/api/messages?to=ADA@example.test&limit=2')
    expect(total).toBe(3)
    expect(messages.map(({ subject }: { subject: string }) => subject)).toEqual(['three', 'two'])
    expect((await json('/api/messages?to=eve@example.test')).total).toBe(1)
    expect((await json('/api/messages?to=example.test')).total).toBe(0)
  })

  it('gives the message as it came, and takes one with a user and a password', async () => {
    const signedIn = createTransport(`smtp://anybody:anything@127.0.0.1:${catcher.smtpPort}`)
    await signedIn.sendMail({
      from: 'a@b.test',
      to: 'c@d.test',
      subject: 'raw',
      text: 'a line\n.\nafter a dot',
    })
    signedIn.close()
    const answer = await fetch(at(`/messages/${await newestId()}/raw`))
    expect(answer.headers.get('content-type')).toBe('message/rfc822')
    expect(await answer.text()).toMatch(/Subject: raw\r\n[\s\S]*a line\r\n\.\r\nafter a dot/)
  })

  it('still has the mail after a restart, and nothing after it was deleted', async () => {
    await peer.sendMail(letter)
    peer.close()
    await catcher.stop()
    await start()
    expect((await json('/api/messages')).messages[0].subject).toBe('Your order ✓ <1042>')
    await fetch(at('/api/messages'), { method: 'DELETE' })
    expect((await json('/api/messages')).total).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps the newest and lets the oldest go, files too', async () => {
    const own = path.join(folder, 'small')
    const store = await MailStore.open(own, 2)
    for (const subject of ['1', '2', '3'])
      await store.add(
        { receivedAt: new Date().toISOString(), from: '', to: [] },
        Buffer.from(`Subject: ${subject}\r\n\r\n`),
      )
    expect(store.newest.map(({ subject }) => subject)).toEqual(['3', '2'])
    expect(await readdir(own)).toHaveLength(4)
    expect((await MailStore.open(own, 2)).newest.map(({ subject }) => subject)).toEqual(['3', '2'])
  })
})

describe('its switches', () => {
  it('refuse for now, so often, and then take mail again', async () => {
    await switchTo({ mode: 'reject-temporary', count: 2 })
    for (const left of [1, null]) {
      await expect(peer.sendMail(letter)).rejects.toMatchObject({ responseCode: 451 })
      expect((await json('/api/switches')).left).toBe(left)
    }
    await peer.sendMail(letter)
    expect((await json('/api/messages')).total).toBe(1)
  })

  it('refuse for good until switched back', async () => {
    await switchTo({ mode: 'reject-permanent' })
    for (let turn = 0; turn < 3; turn++)
      await expect(peer.sendMail(letter)).rejects.toMatchObject({ responseCode: 550 })
    expect((await json('/api/messages')).total).toBe(0)
    await switchTo({ mode: 'ok' })
    await peer.sendMail(letter)
  })

  it('hang up after the message was kept, so that the sender cannot know', async () => {
    await switchTo({ mode: 'drop-after-data', count: 1 })
    await expect(peer.sendMail(letter)).rejects.toThrow()
    expect((await json('/api/messages')).total).toBe(1)
    await peer.sendMail(letter)
    expect((await json('/api/messages')).total).toBe(2)
  })

  it.each([
    ['not json'],
    ['{"mode":"sometimes"}'],
    ['{"mode":"ok","count":0}'],
    ['{"mode":"ok","more":1}'],
    ['x'.repeat(9_000)],
  ])('take no nonsense: %.30s', async (body) => {
    expect((await switchTo(body)).status).toBe(400)
    expect(await json('/api/switches')).toEqual({ mode: 'ok', left: null })
  })
})

describe('its pages', () => {
  it('list the mail and say when there is none', async () => {
    expect(await (await fetch(at('/'))).text()).toContain('No mail yet')
    await peer.sendMail(letter)
    const page = await (await fetch(at('/'))).text()
    expect(page).toContain('<strong>Your order ✓ &lt;1042&gt;</strong>')
    expect(await (await fetch(at('/?to=nobody@example.test'))).text()).toContain(
      'No mail for nobody@example.test',
    )
  })

  it('show foreign HTML only in a sandbox that loads nothing and runs nothing', async () => {
    await peer.sendMail(letter)
    const id = await newestId()
    const page = await fetch(at(`/messages/${id}`))
    expect(await page.text()).toMatch(/<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox">/)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-/)
    const part = await fetch(at(`/messages/${id}/html`))
    const policy = part.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('img-src data:;')
    expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox$/)
    expect(await part.text()).toContain(
      '<a target="_blank" rel="noopener" href="https://shop.example/verify">',
    )
  })

  it('escape the text part and make its addresses into links', async () => {
    await peer.sendMail(letter)
    const page = await (await fetch(at(`/messages/${await newestId()}?view=text`))).text()
    expect(page).toContain(
      '<a href="https://shop.example/verify?a=1&amp;b=2" target="_blank" rel="noopener">',
    )
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('<script>alert')
  })

  it('answer 404 with a page for what is gone', async () => {
    const answer = await fetch(at('/messages/nothing'))
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('Not here')
  })

  it('delete all by a form, but not for another site', async () => {
    await peer.sendMail(letter)
    const foreign = await fetch(at('/delete'), {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.status).toBe(403)
    expect((await json('/api/messages')).total).toBe(1)
    const own = await fetch(at('/delete'), { method: 'POST', redirect: 'manual' })
    expect(own.status).toBe(303)
    expect((await json('/api/messages')).total).toBe(0)
  })

  it('answer no name but that of this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(
        { port: catcher.httpPort, host: '127.0.0.1', path: '/', headers: { host: 'evil.example' } },
        (response) => resolve(response.statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})
