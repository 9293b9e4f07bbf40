/** The kinds of partner to whom a need is passed; never a named firm (DESIGN §2.5). */
export const partnerKinds = [
  'protection_centre',
  'mediation',
  'notary',
  'arbitration',
  'finance',
  'valuation',
  'data_registration',
  'public_body',
] as const
export type PartnerKind = (typeof partnerKinds)[number]
