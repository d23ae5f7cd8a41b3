import type { Buyer } from '@/domain/orders/buyerSchema'

export interface DemoBuyer extends Buyer {
  currency: 'usd' | 'eur'
}

const buyer = (
  address: string,
  company: string,
  country: string,
  currency: DemoBuyer['currency'],
  taxId: string | null = null,
): DemoBuyer => ({
  email: `${address}@example.com`,
  name: `Purchasing at ${company}`,
  company,
  country,
  taxId,
  currency,
})

/** The demo's customer account buys as this. */
export const signedInBuyer: DemoBuyer = {
  email: 'customer@example.com',
  name: 'Kitebarrow Studio',
  company: 'Kitebarrow Studio',
  country: 'US',
  taxId: null,
  currency: 'usd',
}

/** Guests: invented studios and shops. */
export const guests: readonly DemoBuyer[] = [
  buyer('plumglass', 'Plumglass Software', 'US', 'usd'),
  buyer('oatfinch', 'Oatfinch Digital', 'CA', 'usd'),
  buyer('moltenpear', 'Molten Pear', 'GB', 'usd'),
  buyer('steinwolke', 'Steinwolke Agentur', 'DE', 'eur', 'DE000000000'),
  buyer('zilverpad', 'Zilverpad Webbouw', 'NL', 'eur'),
  buyer('rocheclaire', 'Atelier Rocheclaire', 'FR', 'eur'),
  buyer('tinsparrow', 'Tinsparrow Apps', 'US', 'usd'),
  buyer('lagoverde', 'Lagoverde Servizi', 'IT', 'eur'),
  buyer('cobblewick', 'Cobblewick Shop Works', 'IE', 'eur'),
  buyer('almendro', 'Taller Almendro', 'ES', 'eur'),
  buyer('driftkoala', 'Driftkoala', 'AU', 'usd'),
  buyer('bluetern', 'Bluetern Clinics', 'US', 'usd'),
  buyer('schneehase', 'Schneehase Verlag', 'AT', 'eur'),
  buyer('copperquill', 'Copperquill Press', 'US', 'usd'),
  buyer('fjordmus', 'Fjordmus Systemer', 'NO', 'usd'),
  buyer('waxbean', 'Waxbean Roasters', 'US', 'usd'),
]
