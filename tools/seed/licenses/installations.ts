/** Sites on which the demo's buyers run what they bought. Names reserved for examples (RFC 2606). */
export const installations: readonly string[] = [
  'shop.kitebarrow.example.com',
  'kitebarrow.example.com',
  'app.saltmarsh.example.com',
  'booking.saltmarsh.example.com',
  'orders.fernhollow.example.com',
  'portal.fernhollow.example.com',
  'clinic.brightwater.example.com',
  'intranet.brightwater.example.com',
  'store.oakandember.example.com',
  'oakandember.example.com',
  'api.tidewell.example.net',
  'admin.tidewell.example.net',
  'members.northquay.example.net',
  'tickets.northquay.example.net',
  'school.larkspur.example.org',
  'library.larkspur.example.org',
  'crm.millbrook.example.org',
  'shop.millbrook.example.org',
]

/** Where a key turns up that should not be there. */
export const strangers: readonly string[] = [
  'mirror.copyshed.example.net',
  'demo.freescripts.example.org',
  'test2.copyshed.example.net',
]
