import type { PersonAct } from '@/domain/accounts/people/personActs'
import type { PersonPage } from '@/domain/accounts/people/personPage'
import { sellerMemberRoles, staffRoles } from '@/domain/accounts/records'
import { t } from '@/platform/words'
import type { DialogAct, DialogWords } from '../_components/ActDialog'
import type { DialogField } from '../_components/dialogFields'

export const personDialogWords = (): DialogWords => ({
  effects: '',
  noEffect: '',
  loading: '',
  reason: t('panelPeople.dialog.reason'),
  reasonHint: t('panelPeople.dialog.reasonHint'),
  cancel: t('panelPeople.dialog.cancel'),
  done: t('panelPeople.dialog.done'),
})

/** The dialogs of these acts on a person; an act for which there is nothing to choose is left out. */
export const personDialogs = (acts: readonly PersonAct[], page: PersonPage): DialogAct[] =>
  acts.flatMap((act) => {
    const fields = fieldsOf(act, page)
    if (fields.some(({ kind, options }) => kind === 'choice' && options?.length === 0)) return []
    return [
      {
        path: `/api/users/${page.user._id}/${act}`,
        label: t(`panelPeople.acts.${act}`),
        says: t(`panelPeople.says.${act}`),
        fields,
        reason: 'reason',
      },
    ]
  })

function fieldsOf(act: PersonAct, { user, memberships }: PersonPage): DialogField[] {
  const rolesOf = (names: readonly (typeof staffRoles)[number][]): DialogField =>
    choice('role', t('panelPeople.fields.role'), names.map(roleOption))
  switch (act) {
    case 'grant-role':
      return [rolesOf(leastFirst(staffRoles).filter((role) => !user.roles.includes(role)))]
    case 'withdraw-role':
      return [rolesOf(staffRoles.filter((role) => user.roles.includes(role)))]
    case 'grant-membership':
      return [
        {
          name: 'seller',
          label: t('panelPeople.fields.seller'),
          kind: 'text',
          value: '',
          hint: t('panelPeople.fields.sellerHint'),
          required: true,
        },
        choice('role', t('panelPeople.fields.role'), leastFirst(sellerMemberRoles).map(roleOption)),
      ]
    case 'withdraw-membership':
      return [
        choice(
          'seller',
          t('panelPeople.fields.seller'),
          memberships.map(({ seller, role }) => ({
            value: seller._id,
            label: `${seller.name}: ${t(`panelPeople.roles.${role}`)}`,
          })),
        ),
      ]
    default:
      return []
  }
}

const roleOption = (role: (typeof staffRoles)[number] | (typeof sellerMemberRoles)[number]) => ({
  value: role,
  label: t(`panelPeople.roles.${role}`),
})

const choice = (
  name: string,
  label: string,
  options: readonly { value: string; label: string }[],
): DialogField => ({
  name,
  label,
  kind: 'choice',
  value: options[0]?.value ?? '',
  always: true,
  required: true,
  options: [...options],
})

/** Roles are listed from the mightiest on; what is chosen until somebody chooses is the least. */
const leastFirst = <T>(roles: readonly T[]): T[] => [...roles].reverse()
