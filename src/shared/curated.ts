/** A published curated answer (精选问答) is a document of its own: `curated-` and its id. */
const PREFIX = 'curated-'

export const curatedDocument = (id: string): string => `${PREFIX}${id}`

export const isCurated = (document: string): boolean => document.startsWith(PREFIX)
