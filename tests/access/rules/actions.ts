/** What becomes of a posted form: it is done, refused in words, or the person is sent to sign in. */
export type ActionCell = 'done' | 'refused' | 'sign-in'

export interface ActionRule {
  /** The page whose form it is. */
  page: string
  form: Readonly<Record<string, string>>
  /** Of everybody signed in; by name where they differ. */
  rest: ActionCell
  /** Of people without a session, and of locked ones. */
  signedOut: ActionCell
  but?: Readonly<Record<string, ActionCell>>
  /** Collections that a call which is done may write; in `users` only one's own document. */
  writes?: readonly string[]
  /** What a refused call leaves all the same: tries that are counted. */
  leaves?: readonly string[]
  /** What a call that is done may write a moment later: the log of license checks gathers. */
  later?: readonly string[]
}

const own = { signedOut: 'sign-in', rest: 'done' } as const

/** Asked of the license that `customer` bought, and of that which `affiliate` did: nobody acts on somebody else's. */
const onLicense = (form: Readonly<Record<string, string>>, ...writes: readonly string[]): ActionRule[] =>
  (
    [
      ['customer', ''],
      ['affiliate', 'other'],
    ] as const
  ).map(([owner, prefix]) => ({
    signedOut: 'sign-in',
    rest: 'refused',
    but: { [owner]: 'done' },
    page: '/account/licenses/{license}',
    form: Object.fromEntries(
      Object.entries({ license: '{license}', ...form }).map(([name, value]) => [
        name,
        prefix ? value.replace(/\{(\w)/, (_, first: string) => `{${prefix}${first.toUpperCase()}`) : value,
      ]),
    ),
    writes,
  }))

const nobody = { signedOut: 'refused', rest: 'refused' } as const

/** Every server action of ours, by file below `src/app` and name; each is called from outside as a browser calls it. */
export const actionRules: Readonly<Record<string, readonly ActionRule[]>> = {
  '(site)/(account)/account/settings/actions.ts saveName': [
    {
      ...own,
      page: '/account/settings',
      form: { name: 'Another Name', id: '{admin}' },
      writes: ['users', 'audit'],
    },
  ],
  // Whoever does not know the password that is there changes none.
  '(site)/(account)/account/settings/actions.ts savePassword': [
    {
      signedOut: 'sign-in',
      rest: 'refused',
      page: '/account/settings',
      form: { current: 'not the password', password: 'a long way to Kyoto 27', id: '{admin}' },
      leaves: ['attempt-counters'],
    },
  ],
  '(site)/(account)/account/settings/actions.ts endOtherSessions': [
    { ...own, page: '/account/settings', form: { id: '{admin}' }, writes: ['users', 'audit'] },
  ],
  '(site)/(account)/account/settings/actions.ts endOneSession': [
    { ...own, page: '/account/settings', form: { session: '00000000', id: '{admin}' } },
  ],
  // Whoever is signed in signs themselves out, everywhere, and is led to the sign-in page.
  '(site)/(account)/account/settings/actions.ts endAllSessions': [
    {
      signedOut: 'sign-in',
      rest: 'sign-in',
      page: '/account/settings',
      form: { id: '{admin}' },
      leaves: ['users', 'audit'],
    },
  ],
  '(site)/(account)/account/settings/actions.ts resendVerification': [
    { ...own, page: '/account/settings', form: { id: '{admin}' }, writes: ['attempt-counters'] },
  ],
  // Everybody applies for themselves, whatever ids they send along.
  '(site)/(account)/account/affiliate/actions.ts applyAction': [
    {
      ...own,
      page: '/account/affiliate',
      form: {
        name: 'A Promoter',
        code: 'promoter',
        website: '',
        pitch: 'I write about tools like these every week.',
        accepted: 'yes',
        user: '{admin}',
        id: '{admin}',
      },
      writes: ['affiliates', 'audit', 'outbox'],
    },
  ],
  '(site)/(account)/account/licenses/[id]/actions.ts revealKeyAction': onLicense({}, 'license-history'),
  '(site)/(account)/account/licenses/[id]/actions.ts replaceKeyAction': onLicense(
    { maskedKey: '{maskedKey}', keepDays: '0' },
    'license-history',
    'licenses',
    'outbox',
    'audit',
  ),
  '(site)/(account)/account/licenses/[id]/placeActions.ts labelPlaceAction': onLicense(
    { place: '{place}', label: 'The shop' },
    'license-history',
    'licenses',
  ),
  '(site)/(account)/account/licenses/[id]/placeActions.ts movePlaceAction': onLicense(
    { place: '{place}', kind: 'domain', to: 'next.example.com' },
    'license-history',
    'licenses',
  ),
  '(site)/(account)/account/licenses/[id]/placeActions.ts takeOffAction': onLicense(
    { place: '{place}' },
    'license-history',
    'licenses',
  ),
  // There is nothing to take back, and a license for ever is not renewed: the owner is refused too, for that reason.
  '(site)/(account)/account/licenses/[id]/renewActions.ts renewAction': onLicense({}).map((rule) => ({
    ...rule,
    but: {},
  })),
  '(site)/(account)/account/licenses/[id]/placeActions.ts undoMoveAction': onLicense({}).map((rule) => ({
    ...rule,
    but: {},
  })),
  '(site)/(account)/account/licenses/[id]/requestActions.ts askRequestAction': onLicense(
    { kind: 'extend', note: 'a test of who may' },
    'license-requests',
    'outbox',
  ),
  '(site)/(account)/account/licenses/[id]/requestActions.ts withdrawRequestAction': onLicense(
    { request: '{request}' },
    'license-requests',
  ),
  '(site)/(account)/account/licenses/[id]/fileActions.ts licenseFileAction': onLicense(
    { days: '7' },
    'license-history',
    'licenses',
    'audit',
  ).map((rule) => ({ ...rule, later: ['licenses'] })),
  // For everybody, and the same answer to everybody: what they need is a secret that was mailed, or a password.
  '(site)/(account)/forgot-password/actions.ts forgotAction': [
    {
      signedOut: 'done',
      rest: 'done',
      page: '/forgot-password',
      form: { email: 'nobody@example.com' },
      writes: ['attempt-counters'],
    },
  ],
  '(site)/(account)/register/actions.ts registerAction': [
    {
      ...nobody,
      page: '/register',
      form: { name: '', email: 'no address', password: 'x' },
      leaves: ['attempt-counters'],
    },
  ],
  '(site)/(account)/sign-in/actions.ts signInAction': [
    {
      ...nobody,
      page: '/sign-in',
      form: { email: 'customer@example.com', password: 'not the password' },
      leaves: ['attempt-counters'],
    },
  ],
  '(site)/(account)/reset-password/[token]/actions.ts resetAction': [
    {
      ...nobody,
      page: '/reset-password/none',
      form: { secret: 'none', password: 'a long way to Kyoto 27' },
      leaves: ['attempt-counters'],
    },
  ],
  '(site)/(account)/verify/[token]/actions.ts verifyAction': [
    {
      ...nobody,
      page: '/verify/none',
      form: { secret: 'none', password: 'a long way to Kyoto 27' },
      leaves: ['attempt-counters'],
    },
  ],
  // Acts on the cart that the signed cookie or the session names; here nobody has one.
  '(site)/(storefront)/checkout/actions.ts placeAndPay': [
    {
      ...nobody,
      page: '/checkout',
      form: { email: 'somebody@example.com', name: 'Some Body', country: 'DE' },
    },
  ],
}

/** Server actions of the framework's that are not forms. */
export const otherActions: Readonly<Record<string, string>> = {
  '(payload)/layout.tsx $$RSC_SERVER_ACTION_0': 'serverFunctions, below',
  'node_modules/@payloadcms/next/dist/layouts/Root/index.js $$RSC_SERVER_ACTION_0':
    'sets the asker’s own cookie of the panel’s language',
}

/**
 * What the panel asks the server for while it is used: by name, with what is asked of seller A's draft. `tells`: an admin
 * reads the draft in the answer. Nobody else who is asked here does, and nobody's call changes anything but their own
 * preferences.
 */
export const serverFunctions: Readonly<Record<string, { args: object; tells?: true }>> = {
  'form-state': {
    args: {
      collectionSlug: 'products',
      id: '{product}',
      operation: 'update',
      schemaPath: 'products',
      renderAllFields: false,
      returnLockStatus: true,
      updateLastEdited: true,
    },
  },
  'render-document': {
    args: { collectionSlug: 'products', docID: '{product}', drawerSlug: 'one', initialData: {} },
    tells: true,
  },
  'render-document-slots': { args: { collectionSlug: 'products', id: '{product}' } },
  'render-list': {
    args: { collectionSlug: 'products', drawerSlug: 'one', enableRowSelections: false, query: { limit: 50 } },
    tells: true,
  },
  'table-state': {
    args: { collectionSlug: 'products', query: { limit: 50 }, renderRowTypes: true },
    tells: true,
  },
  'render-field': {
    args: { schemaPath: 'products.name', field: { name: 'name', type: 'text' }, path: 'name' },
  },
  'render-widget': { args: { widgetSlug: 'collections', widgetData: {} } },
  'get-default-layout': { args: {} },
  'get-folder-results-component-and-data': {
    args: { collectionsToDisplay: ['products'], activeCollectionSlugs: ['products'], displayAs: 'list' },
  },
  'get-upcoming-scheduled-publish': {
    args: { type: 'publish', doc: { relationTo: 'products', value: '{product}' } },
  },
  'schedule-publish': {
    args: {
      type: 'publish',
      doc: { relationTo: 'products', value: '{product}' },
      date: '2099-01-01T00:00:00Z',
    },
  },
  'copy-data-from-locale': {
    args: {
      collectionSlug: 'products',
      docID: '{product}',
      fromLocale: 'en',
      toLocale: 'de',
      overrideData: true,
    },
  },
  slugify: { args: { collectionSlug: 'products', data: { name: 'x' }, valueToSlugify: 'x', path: 'slug' } },
}
