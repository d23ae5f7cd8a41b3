import type { Endpoint } from 'payload'
import { notThere } from '../notThere'

/**
 * Sign-in, sign-out, registration and password recovery are operations of ours everywhere (constant work, answers that
 * tell nothing, one limiter, nothing left in the browser): Payload's own routes for them do not exist. A collection's own
 * endpoints come before Payload's.
 */
const closed = [
  '/login',
  '/logout',
  '/first-register',
  '/forgot-password',
  '/reset-password',
  '/unlock',
  '/verify/:id',
] as const

export const closedAuthRoutes: Endpoint[] = closed.map((path) => notThere('post', path))
