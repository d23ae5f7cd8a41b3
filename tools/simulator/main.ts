/** The payment simulator as a process of its own: `npx tsx tools/simulator/main.ts`. Settings: see README. */
import { startSimulator } from './server'

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0) return value
  throw new Error(`${name} must be whole and not negative, but is "${text}"`)
}

async function main(): Promise<void> {
  const {
    SIMULATOR_PORT = '3010',
    SIMULATOR_DATA = '.data/simulator',
    SIMULATOR_PUBLIC_URL: publicUrl,
  } = process.env
  const delays = process.env.SIMULATOR_RETRY_DELAYS_MS
  const simulator = await startSimulator({
    port: wholeNumber('SIMULATOR_PORT', SIMULATOR_PORT),
    dataDir: SIMULATOR_DATA,
    warmUp: true,
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/$/, '') }),
    ...(delays === undefined
      ? {}
      : { retryDelaysMs: delays.split(',').map((one) => wholeNumber('SIMULATOR_RETRY_DELAYS_MS', one)) }),
  })
  console.log(JSON.stringify({ ready: true, port: simulator.port, url: simulator.url }))
  const stop = () => {
    void simulator.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Started by a test: its end of the pipe closes when it is gone, by whatever way.
  if (process.env.SIMULATOR_ENDS_WITH_STDIN === '1') process.stdin.once('end', stop).resume()
}

main().catch((error: unknown) => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const reason = isTaken
    ? 'its port is in use; set SIMULATOR_PORT to another one'
    : error instanceof Error
      ? error.message
      : String(error)
  console.error(`The payment simulator did not start: ${reason}`)
  process.exitCode = 1
})
