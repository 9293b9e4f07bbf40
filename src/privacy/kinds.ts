export const personalDataKinds = [
  'mobile',
  'landline',
  'id_card',
  'passport',
  'email',
  'bank_card',
  'uscc',
  'wechat',
] as const

export type PersonalDataKind = (typeof personalDataKinds)[number]

/** Where something personal stands; UTF-16 offsets. */
export type PersonalData = { kind: PersonalDataKind; start: number; end: number }
