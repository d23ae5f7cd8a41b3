import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mongooseAdapter } from '@payloadcms/db-mongodb'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { de } from '@payloadcms/translations/languages/de'
import { en } from '@payloadcms/translations/languages/en'
import { buildConfig } from 'payload'
import { collections, globals } from '@/collections'
import { closeOwnCollections } from '@/collections/access/closeOwnCollections'
import { closeOwnFields } from '@/collections/access/closeOwnFields'
import { licenseEndpoints } from '@/endpoints/licensing/payloadEndpoints'
import { closeVersionRoutes, withGlobalEndpoints, withPanelEndpoints } from '@/endpoints/panel'
import { answerRefusals } from '@/hooks/shared/answerRefusals'
import { frozenServerIsGone } from '@/platform/database'
import { guardTransactions } from '@/platform/documentTransaction'
import { sharp } from '@/platform/images'
import { keyring } from '@/platform/keyring'
import { payloadEmailAdapter } from '@/platform/mail'
import { cookiePrefixFor } from '@/platform/sessionCookie'

const root = path.dirname(fileURLToPath(import.meta.url))

// Builds and generators load this file without any settings and serve nobody; the processes refuse to start without them.
const { MONGODB_URI, APP_SECRETS, PUBLIC_URL = '', SMTP_URL, MAIL_FROM } = process.env

const config = buildConfig({
  serverURL: PUBLIC_URL,
  csrf: PUBLIC_URL ? [PUBLIC_URL] : [],
  cookiePrefix: cookiePrefixFor(PUBLIC_URL),
  secret: APP_SECRETS
    ? keyring().newest('payload').key.toString('base64url')
    : randomBytes(32).toString('base64url'),

  collections: withPanelEndpoints(collections),
  globals: withGlobalEndpoints(globals),
  endpoints: licenseEndpoints,
  editor: lexicalEditor(),
  localization: {
    locales: [
      { code: 'en', label: 'English' },
      { code: 'de', label: 'Deutsch' },
    ],
    defaultLocale: 'en',
    fallback: true,
  },
  i18n: { supportedLanguages: { en, de }, fallbackLanguage: 'en' },

  admin: {
    user: 'users',
    avatar: 'default',
    meta: { titleSuffix: ' · Mintreu' },
    importMap: {
      baseDir: path.resolve(root, 'src'),
      importMapFile: path.resolve(root, 'src/app/(payload)/admin/importMap.js'),
    },
    components: {
      graphics: {
        Logo: '/app/(payload)/_components/PanelLogo#PanelLogo',
        Icon: '/app/(payload)/_components/PanelIcon#PanelIcon',
      },
      logout: { Button: '/app/(payload)/_components/SignOutButton#SignOutButton' },
      views: {
        login: { Component: '/app/(payload)/_views/SignInElsewhere#SignInElsewhere' },
        forgot: { Component: '/app/(payload)/_views/SignInElsewhere#SignInElsewhere' },
        createFirstUser: { Component: '/app/(payload)/_views/SignInElsewhere#SignInElsewhere' },
        logout: { Component: '/app/(payload)/_views/SignOutElsewhere#SignOutElsewhere' },
      },
    },
  },

  db: mongooseAdapter({
    url: MONGODB_URI || false,
    autoPluralization: false,
    // Collections and indexes are applied by tools/migrate before anything serves: platform/schema.
    ensureIndexes: false,
    connectOptions: {
      autoIndex: false,
      autoCreate: false,
      ignoreUndefined: true,
      maxPoolSize: 30,
      serverSelectionTimeoutMS: 8_000,
      ...frozenServerIsGone,
      w: 'majority',
      journal: true,
      readConcern: { level: 'majority' },
    },
  }),
  ...(SMTP_URL && MAIL_FROM ? { email: payloadEmailAdapter(MAIL_FROM, SMTP_URL) } : {}),

  sharp,
  maxDepth: 3,
  defaultDepth: 0,
  graphQL: { disable: true },
  telemetry: false,
  upload: { abortOnLimit: true, limits: { fileSize: 8 * 1_048_576 } },
  hooks: { afterError: [answerRefusals] },
  typescript: { outputFile: path.resolve(root, 'src/payload-types.ts') },
  onInit: guardTransactions,
})

export default config.then(closeOwnCollections).then(closeOwnFields).then(closeVersionRoutes)
