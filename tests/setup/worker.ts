import { withDatabase } from '../../tools/mongodb/uri'

process.env.MONGODB_URI = withDatabase(
  process.env.MONGODB_URI ?? '',
  `mintreu_test_${process.env.VITEST_POOL_ID ?? '1'}`,
)
// Payload's watcher of its own config would keep the worker alive.
process.env.DISABLE_PAYLOAD_HMR = 'true'
process.env.APP_SECRETS ??= `test:${Buffer.alloc(32, 7).toString('base64url')}`
