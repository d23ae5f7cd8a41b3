/** Who does it: every operation takes one, and the audit keeps it (ARCHITECTURE, Actor and audit). */
export interface Actor {
  kind: 'person' | 'seller-member' | 'staff' | 'provider' | 'license' | 'token' | 'system'
  /** User id, license id, token id, provider name, or the name of the job. */
  id: string
  /** Client address behind the trusted hops, where there is one. */
  address: string | null
  requestId: string | null
  /** A staff member acting for somebody. */
  onBehalfOf?: string
}

/** Our own work: a job or a process, by name. */
export const systemActor = (id: string): Actor => ({
  kind: 'system',
  id,
  address: null,
  requestId: null,
})

export const providerActor = (id: string): Actor => ({
  kind: 'provider',
  id,
  address: null,
  requestId: null,
})
