/** The panel's navigation, in this order for whoever sees the parts (notes of the UX: nav). */
export const groups = {
  catalog: 'Catalog',
  sales: 'Sales',
  licenses: 'Licenses',
  money: 'Money',
  people: 'People',
  support: 'Support',
  content: 'Content',
  system: 'System',
} as const
