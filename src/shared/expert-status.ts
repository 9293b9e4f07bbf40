/** How an expert stands in the roster; `removed` is final. */
export const expertStatuses = ['active', 'suspended', 'withdrawn', 'removed'] as const
export type ExpertStatus = (typeof expertStatuses)[number]
