import type { CollectionConfig, GlobalConfig } from 'payload'
import { Audit } from './accounts/Audit'
import { Customers } from './accounts/Customers'
import { Sellers } from './accounts/Sellers'
import { Settings } from './accounts/Settings'
import { Users } from './accounts/Users'
import { Affiliates } from './affiliates/Affiliates'
import { Commissions } from './affiliates/Commissions'
import { Categories } from './catalog/Categories'
import { Curations } from './catalog/Curations'
import { Files } from './catalog/Files'
import { Media } from './catalog/Media'
import { Packages } from './catalog/Packages'
import { Products } from './catalog/Products'
import { Releases } from './catalog/Releases'
import { Entries } from './ledger/Entries'
import { OracleRuns } from './ledger/OracleRuns'
import { Payouts } from './ledger/Payouts'
import { Downloads } from './licensing/Downloads'
import { LicenseAttempts } from './licensing/LicenseAttempts'
import { LicenseHistory } from './licensing/LicenseHistory'
import { LicenseRequests } from './licensing/LicenseRequests'
import { Licenses } from './licensing/Licenses'
import { Invoices } from './orders/Invoices'
import { OrderItems } from './orders/OrderItems'
import { Orders } from './orders/Orders'
import { Payments } from './orders/Payments'
import { Refunds } from './orders/Refunds'
import { Inbox } from './platform/Inbox'
import { JobStates } from './platform/JobStates'
import { Outbox } from './platform/Outbox'
import { Tickets } from './support/Tickets'

/** Everything that the panel knows, in the order of its navigation. */
export const collections: CollectionConfig[] = [
  Products,
  Packages,
  Releases,
  Files,
  Orders,
  OrderItems,
  Licenses,
  LicenseRequests,
  LicenseHistory,
  LicenseAttempts,
  Downloads,
  Payments,
  Refunds,
  Invoices,
  OracleRuns,
  Entries,
  Payouts,
  Commissions,
  Users,
  Customers,
  Sellers,
  Affiliates,
  Tickets,
  Categories,
  Curations,
  Media,
  JobStates,
  Inbox,
  Outbox,
  Audit,
]

export const globals: GlobalConfig[] = [Settings]
