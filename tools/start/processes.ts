import path from 'node:path'
import type { Mode } from './environment'
import type { Plan } from './launch'
import { registerWebhook } from './registerWebhook'
import type { ServicePlan } from './service'

export interface ProcessTable {
  migrate: Plan
  build: Plan
  seed: Plan
  simulator: ServicePlan
  mailCatcher: ServicePlan
  /** The marketplace itself. */
  shop: ServicePlan[]
  /** Once everything answers. */
  whenUp?: () => Promise<void>
}

/** First to stop first: nobody new comes in, then what is under way ends, then what that needed. */
export const stopOrder = ['edge', 'web', 'worker', 'simulator', 'mail-catcher', 'mongod']

/** What runs, by which command, and how one knows that it is ready. */
export function processTable(root: string, mode: Mode, env: NodeJS.ProcessEnv): ProcessTable {
  const node = (...args: string[]) => ({ file: process.execPath, args, env, cwd: root })
  // Plain Node that loads the Payload config dead-locks now and then under Lexical's `node` condition.
  const tool = (script: string) => node('-C', 'production', '--import', 'tsx', script)
  const local = (port: string | undefined, at: string) => `http://127.0.0.1:${port}${at}`
  const shop = mode === 'dev' ? developing(root, env) : built(root, env)
  const readyLimitSeconds = mode === 'dev' ? 180 : 90
  return {
    whenUp: () => registerWebhook(env),
    migrate: { name: 'migrate', ...tool('tools/migrate.ts'), graceSeconds: 5 },
    build: {
      name: 'build',
      ...node('tools/build.mjs'),
      env: { ...env, MINTREU_BUILDS_FOR_START: '1' },
      graceSeconds: 3,
    },
    seed: { name: 'seed', ...tool('tools/seed/main.ts'), graceSeconds: 5 },
    simulator: {
      name: 'simulator',
      ...node('--import', 'tsx', 'tools/simulator/main.ts'),
      graceSeconds: 2,
      ready: { url: local(env.SIMULATOR_PORT, '/'), accepts: 'any answer' },
      readyLimitSeconds: 30,
    },
    mailCatcher: {
      name: 'mail-catcher',
      ...node('--import', 'tsx', 'tools/mailCatcher/main.ts'),
      graceSeconds: 2,
      ready: { url: local(env.MAIL_CATCHER_HTTP_PORT, '/api/messages?limit=1'), accepts: 'success' },
      readyLimitSeconds: 30,
    },
    shop: [
      {
        ...shop.edge,
        ready: { url: local(env.EDGE_PORT, '/readyz'), accepts: 'success' },
        readyLimitSeconds,
        graceSeconds: 5,
      },
      {
        ...shop.web,
        ready: { url: local(env.WEB_PORT, '/'), accepts: 'any answer' },
        readyLimitSeconds,
        graceSeconds: 3,
      },
      {
        ...shop.worker,
        ready: { url: local(env.WORKER_PORT, '/healthz'), accepts: 'success' },
        readyLimitSeconds,
        graceSeconds: 5,
      },
    ],
  }
}

type Command = Omit<Plan, 'graceSeconds'>

function built(root: string, env: NodeJS.ProcessEnv): Record<'edge' | 'web' | 'worker', Command> {
  const node = { file: process.execPath, cwd: root, env }
  return {
    edge: {
      name: 'edge',
      ...node,
      // What edge keeps is about 130 MB; without it V8 lets garbage lie for as long as the machine has gigabytes.
      args: ['-C', 'production', '--enable-source-maps', '--max-old-space-size=192', 'dist/edge.mjs'],
    },
    web: next(root, env, 'start'),
    worker: {
      name: 'worker',
      ...node,
      args: ['-C', 'production', '--enable-source-maps', 'dist/worker.mjs'],
    },
  }
}

function developing(root: string, env: NodeJS.ProcessEnv): Record<'edge' | 'web' | 'worker', Command> {
  const options = `${env.NODE_OPTIONS ?? ''} --conditions=production`.trim()
  const watching = { file: process.execPath, cwd: root, env: { ...env, NODE_OPTIONS: options } }
  const tsx = [path.join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false']
  return {
    edge: { name: 'edge', ...watching, args: [...tsx, 'src/endpoints/server.ts'] },
    web: next(root, env, 'dev'),
    worker: { name: 'worker', ...watching, args: [...tsx, 'src/jobs/worker.ts'] },
  }
}

/** Next chooses its conditions itself: NODE_OPTIONS of ours would get in its way. */
const next = (root: string, env: NodeJS.ProcessEnv, command: 'start' | 'dev'): Command => ({
  name: 'web',
  file: path.join(root, 'node_modules/.bin/next'),
  args: [command, '-H', '127.0.0.1', '-p', env.WEB_PORT ?? ''],
  env: { ...env, NODE_OPTIONS: '' },
  cwd: root,
})
