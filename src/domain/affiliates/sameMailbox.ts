const googles = new Set(['gmail.com', 'googlemail.com'])

/** Whether two addresses are one mailbox written differently: case, what follows a plus, and dots where they mean nothing. */
export const isSameMailbox = (a: string, b: string): boolean => mailboxOf(a) === mailboxOf(b)

function mailboxOf(email: string): string {
  const [local = '', host = ''] = email.trim().toLowerCase().split('@')
  const name = local.split('+')[0] ?? ''
  return googles.has(host) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${host}`
}
