// Stands for a process of the marketplace in tests: answers on a port, notes its life in a file, ends when told.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [name, port, diary, manner = 'polite'] = process.argv.slice(2)
const note = (what) => appendFileSync(diary, `${name} ${what}\n`)

note('up')
const server = createServer((request, response) => {
  response.end('ok', () => {
    if (request.url === '/crash') process.exit(3)
  })
})
server.on('error', (error) => {
  console.error(error)
  process.exit(1)
})
server.listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => {
  note('asked to stop')
  if (manner === 'stubborn') return
  server.close()
  setTimeout(() => {
    note('down')
    process.exit(0)
  }, 30)
})
