import type { Endpoint } from 'payload'
import { z } from 'zod'
import { sellerDocument } from '@/domain/accounts/records'
import { hasStaffRole, isMemberOf } from '@/domain/accounts/rights'
import { createUploadToken } from '@/domain/catalog/uploads'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { now } from '@/platform/time'
import { panelAct } from '../panelAct'

/** `/api/files/upload-token`: for editors, and for owners and developers of that seller, to upload archives for a day. */
export const uploadTokens: Endpoint[] = [
  panelAct({
    path: '/upload-token',
    body: z.strictObject({ seller: z.string().max(60) }),
    run: async ({ req, person, input }) => {
      const may = hasStaffRole(person, 'editor') || isMemberOf(person, input.seller, 'owner', 'developer')
      const seller = may
        ? await collectionOf(databaseOf(req.payload), sellerDocument).findOne({ _id: input.seller })
        : null
      if (!seller) throw notFound('seller')
      return createUploadToken({ userId: person.id, sellerId: seller._id, now: now() })
    },
  }),
]
