import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const at = (place: string) => fileURLToPath(new URL(place, import.meta.url))
const deep = process.env.DEEP === '1'

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${at('./src')}/` },
      { find: '@payload-config', replacement: at('./payload.config.ts') },
    ],
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '.data/**', ...(deep ? [] : ['**/*.deep.test.ts'])],
    globalSetup: 'tests/setup/global.ts',
    setupFiles: 'tests/setup/worker.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files of a worker share one Payload and one connection: booting them again for each file is most of the time.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    // Lexical's `node` condition dead-locks Node's loader now and then.
    execArgv: ['-C', 'production'],
  },
})
