/** The one inline script of the site; it lies in platform because edge names its hash in the policy of cached pages. */
export { bootScript } from '@/platform/bootScript'
