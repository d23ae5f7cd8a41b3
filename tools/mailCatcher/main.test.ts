import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { portState } from '../process/ports'

it('says its ports when it is ready, and ends cleanly on SIGTERM although a peer is connected', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-mail-'))
  const program = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: {
      ...process.env,
      MAIL_CATCHER_SMTP_PORT: '0',
      MAIL_CATCHER_HTTP_PORT: '0',
      MAIL_CATCHER_DATA: folder,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const { ready, smtpPort, httpPort } = JSON.parse(String(line))
  expect(ready).toBe(true)
  const peer = connect(smtpPort, '127.0.0.1')
  peer.on('error', () => undefined) // it is hung up on
  await once(peer, 'data')
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
  expect(await portState(smtpPort)).toBe('free')
  expect(await portState(httpPort)).toBe('free')
  peer.destroy()
  await rm(folder, { recursive: true })
})
