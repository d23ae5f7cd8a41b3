import { environment } from '@/platform/env'
import { runProcess } from '@/platform/lifecycle'
import { startEdge } from './edge/edge'

/** The edge process: the only one that the world speaks to. */
await runProcess('edge', async (lifecycle) => {
  await startEdge({ env: environment(), lifecycle })
})
