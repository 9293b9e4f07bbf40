/** The seven fields of the service list (服务事项清单). */
export const serviceFields = [
  'name',
  'audience',
  'content',
  'process',
  'time_limit',
  'inquiry_phone',
  'supervision_phone',
] as const
export type ServiceField = (typeof serviceFields)[number]
