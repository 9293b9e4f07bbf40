/** What is drawn for 内部评价: an answer of the machine, a talk that staff entered, a reply of staff or an expert. */
export const reviewKinds = ['answer', 'entry', 'reply'] as const
export type ReviewKind = (typeof reviewKinds)[number]

export const reviewStates = ['open', 'done'] as const
export type ReviewState = (typeof reviewStates)[number]

export const reviewResults = ['good', 'fair', 'poor'] as const
export type ReviewResult = (typeof reviewResults)[number]
