/** 知识缺口: what staff have made of it. */
export const gapStates = ['open', 'in_work', 'covered', 'not_ours'] as const
export type GapState = (typeof gapStates)[number]

/** 知识缺口, and 热点问题 over all that was answered. */
export const gapKinds = ['gap', 'hot'] as const
export type GapKind = (typeof gapKinds)[number]
