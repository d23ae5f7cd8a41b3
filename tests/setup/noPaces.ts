const minutely = ['PAGE', 'SEARCH', 'FORM', 'PANEL', 'FILE', 'UPLOAD', 'LIST', 'ASSET']
const hourly = ['CARTS', 'CHECKOUTS']

/** All tests come from one address: what paces do is told in publicLimits.test.ts and orders/limits.test.ts. */
export const noPaces: Record<string, string> = Object.fromEntries(
  [
    ...minutely.map((kind) => `${kind}_ADDRESS_PER_MINUTE`),
    ...hourly.map((kind) => `${kind}_PER_ADDRESS_PER_HOUR`),
  ].map((name) => [name, '1000000']),
)
