/** What colleagues may edit above the packaged knowledge. */
export const editKinds = [
  'service',
  'course',
  'platform',
  'district',
  'reply',
  'lexicon',
  'utterances',
] as const
export type EditKind = (typeof editKinds)[number]

export const editStates = ['draft', 'published', 'replaced', 'withdrawn'] as const
