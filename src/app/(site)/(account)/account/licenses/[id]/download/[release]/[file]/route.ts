import { seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { currentPerson, signInPath } from '@/app/_session'
import { licenseOf } from '@/domain/accounts/customerAccount'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { CodedError } from '@/platform/errors'
import { now } from '@/platform/time'

interface Props {
  params: Promise<{ id: string; release: string; file: string }>
}

/** A fresh five-minute link to a file of one's own license; edge delivers it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { id, release, file } = await params
  const page = `/account/licenses/${id}`
  const person = await currentPerson()
  if (!person) return seeOther(signInPath(page))
  const { database } = await server()
  const license = await licenseOf(database, person.id, id)
  if (!license) return new Response(null, { status: 404 })
  try {
    const { url } = await createDownloadLink({
      database,
      licenseId: license._id,
      releaseId: release,
      fileId: file,
      customerId: license.customer,
      via: 'account',
      now: now(),
    })
    return seeOther(url)
  } catch (error) {
    // The page says why the license does not cover this file, or no longer has it: its release was withdrawn.
    if (error instanceof CodedError) return seeOther(page)
    throw error
  }
}
