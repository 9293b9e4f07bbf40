/** Where a version of a document has come from. */
export const versionOrigins = ['packaged', 'upload', 'restored'] as const
export type VersionOrigin = (typeof versionOrigins)[number]

/** `replaced` by a later one, and still what held in its time; `withdrawn`: published by mistake. */
export const versionStates = [
  'draft',
  'submitted',
  'published',
  'replaced',
  'withdrawn',
  'discarded',
] as const
export type VersionState = (typeof versionStates)[number]

/** What a document says of itself, as staff enter it. */
export const statedStatuses = ['draft', 'in_force', 'ended', 'undated'] as const
export type StatedStatus = (typeof statedStatuses)[number]
