/** What an enterprise holds, counted as of a day: 发明、实用新型、外观设计、商标、著作权（含软件）、数据知识产权、其他. */
export const holdingKinds = [
  'inventions',
  'utilityModels',
  'designs',
  'trademarks',
  'copyrights',
  'dataRights',
  'others',
] as const
export type HoldingKind = (typeof holdingKinds)[number]
export type Holdings = Record<HoldingKind, number>

/** More than anybody holds of one kind. */
export const MOST_HOLDINGS = 1_000_000

/** Whom the standard would have first among the key enterprises of a year (service-spec, special.2). */
export const keyCategories = [
  'specialised',
  'going_abroad',
  'national_model',
  'national_advantage',
  'local_model',
  'key_talent',
  'sued_abroad',
  'no_rights_yet',
  'other',
] as const
export type KeyCategory = (typeof keyCategories)[number]

/** How an enterprise was served: 走访、来访、电话、线上、活动. */
export const visitKinds = ['visit', 'reception', 'telephone', 'online', 'event'] as const
export type VisitKind = (typeof visitKinds)[number]

export const enterpriseContactFields = ['name', 'position', 'contact'] as const
export type EnterpriseContactField = (typeof enterpriseContactFields)[number]
