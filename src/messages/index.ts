/**
 * Every text that people read, one file per part so that authors do not collide.
 * English is the source of the keys; another language states the keys that it has, the rest falls back.
 */
import account from './en/account.json'
import accountLicenses from './en/accountLicenses.json'
import affiliates from './en/affiliates.json'
import checkout from './en/checkout.json'
import common from './en/common.json'
import errors from './en/errors.json'
import mail from './en/mail.json'
import pages from './en/pages.json'
import panel from './en/panel.json'
import panelAudit from './en/panelAudit.json'
import panelBooks from './en/panelBooks.json'
import panelLicenses from './en/panelLicenses.json'
import panelPeople from './en/panelPeople.json'
import panelSettings from './en/panelSettings.json'
import renewals from './en/renewals.json'
import storefront from './en/storefront.json'

export const english = {
  common,
  storefront,
  checkout,
  account,
  accountLicenses,
  affiliates,
  mail,
  errors,
  pages,
  panel,
  panelBooks,
  panelLicenses,
  panelAudit,
  panelPeople,
  panelSettings,
  renewals,
}

export type Messages = typeof english

/** `{a: {b: string}}` → `'a.b'`. */
type KeysOf<Tree> = Tree extends string
  ? never
  : {
      [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${KeysOf<Tree[Key]>}`
    }[keyof Tree & string]

/** Every path that leads to a text, such as `'common.nav.cart'`. */
export type MessageKey = KeysOf<Messages>

/** A subtree of the same shape with anything left out: what a translation may be. */
export type Translation<Tree = Messages> = {
  [Key in keyof Tree]?: Tree[Key] extends string ? string : Translation<Tree[Key]>
}

export const translations: Record<string, Translation> = {}
