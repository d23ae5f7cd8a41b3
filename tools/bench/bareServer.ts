import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that could answer: reads the same POST, parses it, sends an answer of the same size. */
const padding = 'x'.repeat(Number(process.env.ANSWER_BYTES ?? 1_500))

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { key } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const body = JSON.stringify({ valid: typeof key === 'string', padding })
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`)
})
