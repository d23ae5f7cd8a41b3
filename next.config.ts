import { withPayload } from '@payloadcms/next/withPayload'
import type { NextConfig } from 'next'

/**
 * The web process answers only to edge (src/proxy.ts), which asks for packed scripts and styles alone: it packs pages itself,
 * and cache headers and security headers of public answers are its work.
 */
const config: NextConfig = {
  poweredByHeader: false,
  compress: true,
  reactStrictMode: true,
  devIndicators: false,
  // `npm run check` looks at the types of everything, tests included; a newcomer's first start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['mongodb', 'pino', 'pdfkit', 'prom-client', 'sodium-native'],
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
}

export default withPayload(config, { devBundleServerPackages: false })
