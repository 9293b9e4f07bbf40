/**
 * What a route of the attacks is here. `:name` stands for one part of the path, `{name}` for what `scene.ts` makes of
 * it; fields of the body keep their names unless `rename` says otherwise (`null`: into the path), so that what must be
 * refused is sent as it stands.
 */
export type MappedRoute = {
  theirs: string
  ours: string
  rename?: Readonly<Record<string, string | null>>
  /** Values that mean somebody: whom an attack locks out must not be needed afterwards. */
  values?: Readonly<Record<string, string>>
  /** Fields that our route needs besides, so that it is not refused for the lack of them. */
  add?: Readonly<Record<string, string>>
  /** Who sends it where the attack does not say: a request of nobody would be refused for that alone. */
  as?: { header: 'cookie' | 'authorization'; value: string }
  /** What our route needs in its query and theirs does not say. */
  query?: string
  /** Why there is no such route; it is sent as it stands and must be refused. */
  absent?: string
}

const EXPERT = { header: 'cookie', value: '$EXPERT1' } as const
const ASKER = { header: 'authorization', value: '$TA' } as const

export const routes: readonly MappedRoute[] = [
  {
    theirs: 'POST /api/auth/login',
    ours: 'POST /api/staff/sign-in',
    values: { admin: '$SPARE' },
  },
  {
    theirs: 'POST /api/auth/password',
    ours: 'POST /api/staff/password',
  },
  {
    theirs: 'POST /api/auth/totp',
    ours: 'POST /api/staff/sign-in/totp',
    as: { header: 'cookie', value: '$HALF' },
  },
  { theirs: 'GET /api/health', ours: 'GET /readyz' },
  {
    theirs: 'POST /api/tickets/:ticket/reply',
    ours: 'POST /api/expert/tickets/{ticket}/reply',
    add: { version: '{ticketVersion}' },
    as: EXPERT,
  },
  {
    theirs: 'POST /api/tickets/:ticket/close',
    ours: 'POST /api/staff/cases/{case}/close',
    add: { version: '{caseVersion}' },
  },
  { theirs: 'GET /api/tickets/:ticket/close', ours: 'GET /api/staff/cases/{case}/close' },
  {
    theirs: 'POST /api/tickets/:ticket/claim',
    ours: 'POST /api/staff/cases/{case}/take',
    add: { version: '{caseVersion}' },
  },
  { theirs: 'GET /api/tickets/:ticket', ours: 'GET /api/expert/tickets/{ticket}' },
  { theirs: 'GET /api/tickets', ours: 'GET /api/expert/tickets', as: EXPERT },
  { theirs: 'GET /api/tickets as staff', ours: 'GET /api/staff/cases' },
  { theirs: 'PATCH /api/users/:account', ours: 'PATCH /api/staff/accounts/{account}' },
  { theirs: 'GET /api/admin/audit', ours: 'GET /api/staff/audit' },
  {
    theirs: 'POST /api/chat',
    ours: 'POST /api/conversations/{conversation}/messages',
    rename: { question: 'text' },
    as: ASKER,
  },
  { theirs: 'OPTIONS /api/chat', ours: 'OPTIONS /api/conversations/{conversation}/messages' },
  {
    theirs: 'POST /api/feedback',
    ours: 'POST /api/messages/{answer_id}/rating',
    rename: { answer_id: null, resolved: 'solved' },
  },
  {
    theirs: 'POST /api/cases/publish',
    ours: 'POST /api/staff/curated',
    rename: { ticket: null },
    add: { statementId: '{statement}', reviewOn: '2099-01-01' },
    as: { header: 'cookie', value: '$STAFF' },
  },
  { theirs: 'GET /api/conversations/:conversation', ours: 'GET /api/conversations/:conversation' },
  { theirs: 'DELETE /api/me/data', ours: 'DELETE /api/me' },
  { theirs: 'GET /api/me/export', ours: 'GET /api/me' },
  {
    theirs: 'POST /api/knowledge/import-url',
    ours: 'POST /api/staff/knowledge/import-url',
    absent: 'nothing is imported by address, so nothing is fetched',
  },
  {
    theirs: 'GET /api/export/archive.csv',
    ours: 'GET /api/staff/insight/export',
    query: 'from=2026-01-01&to=2026-12-31&format=csv',
  },
  {
    theirs: 'GET /api/export/archive.xlsx',
    ours: 'GET /api/staff/insight/export',
    query: 'format=xlsx',
  },
  { theirs: 'GET /', ours: 'GET /' },
]

export type Match = { route: MappedRoute; parts: Record<string, string> }

/** The route of the table that a method and a path (without its query) are; undefined: none, so the attack fails. */
export function findRoute(method: string, path: string, asStaff: boolean): Match | undefined {
  const wanted = path.split('/')
  const named = asStaff ? [`${method} ${path} as staff`] : []
  const exact = routes.find(({ theirs }) => named.includes(theirs))
  if (exact) return { route: exact, parts: {} }
  for (const route of routes) {
    const [verb, pattern = ''] = route.theirs.split(' ')
    const parts = verb === method ? matchParts(pattern.split('/'), wanted) : undefined
    if (parts && !route.theirs.endsWith(' as staff')) return { route, parts }
  }
  return undefined
}

function matchParts(
  pattern: readonly string[],
  wanted: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== wanted.length) return undefined
  const parts: Record<string, string> = {}
  for (const [at, each] of pattern.entries()) {
    const part = wanted[at] ?? ''
    if (each.startsWith(':')) parts[each.slice(1)] = part
    else if (each !== part) return undefined
  }
  return parts
}
