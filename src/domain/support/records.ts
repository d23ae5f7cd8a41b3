import { z } from 'zod'
import { defineDocument } from '@/platform/records'

export const ticketChannels = ['ticket', 'chat'] as const
export const ticketStatuses = ['open', 'waiting', 'answered', 'solved', 'closed'] as const
export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const
export const ticketCategories = ['question', 'problem', 'license', 'billing', 'refund', 'other'] as const

const ticketSchema = z.object({
  _id: z.string(),
  subject: z.string(),
  /** A chat is a ticket with another channel. */
  channel: z.enum(ticketChannels),
  status: z.enum(ticketStatuses),
  priority: z.enum(ticketPriorities),
  category: z.enum(ticketCategories),
  customer: z.string().nullish(),
  /** Who answers: a seller for its products, nobody for the platform's own. */
  seller: z.string().nullish(),
  product: z.string().nullish(),
  license: z.string().nullish(),
  order: z.string().nullish(),
  assignee: z.string().nullish(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Ticket = z.infer<typeof ticketSchema>
/** What somebody asked, with its state; its messages are records of their own. */
export const ticketDocument = defineDocument('tickets', ticketSchema, {
  indexes: [
    { name: 'seller_status', keys: { seller: 1, status: 1, updatedAt: -1 } },
    { name: 'customer', keys: { customer: 1, createdAt: -1 } },
    { name: 'status', keys: { status: 1, updatedAt: -1 } },
  ],
})
