/** Who sends a request; `half` has given a password only, `newcomer` still has a one-time password. */
export const actors = [
  'nobody',
  'asker',
  'half',
  'newcomer',
  'administrator',
  'staff',
  'foreign',
  'expert',
  'auditor',
] as const
export type Actor = (typeof actors)[number]

export type Role = 'administrator' | 'staff' | 'expert' | 'auditor'

/**
 * `public`; `asker`: with the token of one; `password`: a session between the two factors; `session`: that or
 * a full one; `full`: both factors, even with a one-time password; or the roles that may.
 */
export type Who = 'public' | 'asker' | 'password' | 'session' | 'full' | readonly Role[]

/** What the world of the tests holds one of, by the state that it is in (`route-matrix-world.ts`). */
export type Own =
  | 'conversation'
  | 'message'
  | 'openCode'
  | 'deliveredCode'
  | 'complaintCode'
  | 'openCase'
  | 'reviewCase'
  | 'assignedCase'
  | 'repliedCase'
  | 'deliveredCase'
  | 'secondCase'
  | 'offeredTicket'
  | 'acceptedTicket'
  | 'openComplaint'
  | 'reviewComplaint'
  | 'answeredComplaint'
  | 'consultation'
  | 'followUp'
  | 'deadNotice'
  | 'deadJob'
  | 'requestCase'
  | 'colleague'
  | 'district'
  | 'expertId'
  | 'otherExpertId'
  | 'city'
  | 'invitation'
  | 'document'
  | 'locator'
  | 'deliveredStatement'
  | 'curated'
  | 'leave'
  | 'draftVersion'
  | 'submittedVersion'
  | 'publishedVersion'
  | 'recall'
  | 'openTraining'
  | 'ownTraining'
  | 'draftTraining'
  | 'registration'
  | 'policyNotice'
  | 'hold'
  | 'enterprise'
  | 'visit'
  | 'enterpriseLink'
  | 'keyEntry'
  | 'draftReport'
  | 'entry'
  | 'review'
  | 'special'
  | 'gap'

/** Every thing of the world, and what depends on who asks. */
export type World = Record<Own, string> & {
  ownNotice: Record<Actor, string>
  username: Record<Actor, string>
  code: Record<Actor, string>
  password: string
}

export type Named = Own | 'ownNotice'

export type Route = {
  who: Who
  /** What stands in the place of each `:parameter`, in order. */
  names?: readonly Named[]
  query?: string
  body?: (world: World, actor: Actor) => object
  /** Sent as it is, in the place of a body of JSON. */
  file?: string
  /** Let in by `who`, but refused for what they lack. */
  butNot?: readonly Actor[]
  /** What it names is there for everybody: an id of it opens nothing of anybody's. */
  isForAll?: true
  /** Nobody can be led through to the end here, for this reason. */
  endsEarly?: string
}

const everyRole = ['administrator', 'staff', 'expert', 'auditor'] as const
const handlers = ['administrator', 'staff'] as const
const readers = ['administrator', 'staff', 'auditor'] as const
const administrators = ['administrator'] as const
const experts = ['expert'] as const

const stepOn = () => ({ version: 1 })
const person = (username: string) => ({ username, name: '李四' })
const HAND_OVER = { name: '陈一', contact: '13911112222', consent: true }
const RATING = { score: 2, solved: false }
const RESULT = {
  done: '已联系公证机构，约定 3 月 5 日办理保全。',
  doer: 'public_body',
  by: '北京市某公证处',
  on: '2026-03-02',
  outcome: 'passed_on',
  followUpOn: '2026-03-20',
}
const ENTRY = {
  channel: 'telephone',
  question: '专利预审怎么申请？',
  answer: '先向保护中心备案。',
  field: '专利',
  minutes: 6,
  solved: true,
}
const REPLY = { version: 1, text: '可以先固定证据，再请求行政处理或者起诉。' }

const VERSION_FIELDS = {
  title: '服务规则',
  shortTitle: '服务规则',
  titleEn: 'Rules of service',
  issuer: null,
  documentNumber: null,
  status: 'in_force',
  issuedOn: null,
  commentFrom: null,
  commentTo: null,
  effectiveOn: '2026-01-01',
  endedOn: null,
}

const NO_ACCOUNT = 'only WeChat and its users come through to the end (test/wechat)'

const publicRoutes: Record<string, Route> = {
  'GET /healthz': { who: 'public' },
  'GET /readyz': { who: 'public' },
  'GET /metrics': { who: 'public', endsEarly: 'needs the token of the settings (meters.test.ts)' },
  'GET /openapi': { who: 'public' },
  'GET /openapi.css': { who: 'public' },
  'GET /openapi.json': { who: 'public' },
  'GET /documents/:id': {
    who: 'public',
    names: ['document'],
    endsEarly: 'the built pages are not there in tests',
  },
  'GET /console/': { who: 'public', endsEarly: 'the built pages are not there in tests' },
  'GET /wechat/oa': { who: 'public', endsEarly: NO_ACCOUNT },
  'POST /wechat/oa': { who: 'public', endsEarly: NO_ACCOUNT },
  'GET /wechat/kf': { who: 'public', endsEarly: NO_ACCOUNT },
  'POST /wechat/kf': { who: 'public', endsEarly: NO_ACCOUNT },
  'GET /wechat/app': { who: 'public', endsEarly: NO_ACCOUNT },
  'POST /wechat/app': { who: 'public', endsEarly: NO_ACCOUNT },
  'GET /wechat/web': { who: 'public', endsEarly: NO_ACCOUNT },
  'GET /wechat/web/return': { who: 'public', endsEarly: NO_ACCOUNT },
  'GET /wechat/web/open.js': { who: 'public' },
  'GET /wechat/web/open.css': { who: 'public' },
  'GET /r/:code': { who: 'public', names: ['openCode'], endsEarly: NO_ACCOUNT },
  'POST /r/:code': { who: 'public', names: ['openCode'], endsEarly: NO_ACCOUNT },
  'GET /api/open/figures': { who: 'public', query: 'format=csv' },
  'POST /mcp': { who: 'public', endsEarly: 'speaks its own protocol (test/channels/mcp)' },
  'GET /api/search': { who: 'public', query: 'q=专利' },
  'GET /api/catalogue/services': { who: 'public' },
  'GET /api/catalogue/courses': { who: 'public' },
  'GET /api/catalogue/platforms': { who: 'public' },
  'GET /api/catalogue/districts': { who: 'public' },
  'GET /api/catalogue/points': { who: 'public' },
  'GET /api/documents': { who: 'public' },
  'GET /api/documents/:id': { who: 'public', names: ['document'] },
  'GET /api/documents/:id/passages/:locator': { who: 'public', names: ['document', 'locator'] },
  'POST /api/conversations': { who: 'public' },
  'GET /api/trainings': { who: 'public', query: 'course=5' },
}

const askerRoutes: Record<string, Route> = {
  'GET /api/conversations': { who: 'asker' },
  'GET /api/conversations/:id': { who: 'asker', names: ['conversation'] },
  'POST /api/conversations/:id/messages': {
    who: 'asker',
    names: ['conversation'],
    body: () => ({ text: '专家接到通知后多久响应？' }),
  },
  'POST /api/conversations/:id/handoff': {
    who: 'asker',
    names: ['conversation'],
    body: () => ({ ...HAND_OVER, kind: 'referral', partner: 'notary' }),
  },
  'GET /api/messages/:id': { who: 'asker', names: ['message'] },
  'POST /api/messages/:id/stop': { who: 'asker', names: ['message'] },
  'POST /api/messages/:id/rating': { who: 'asker', names: ['message'], body: () => RATING },
  'GET /api/cases/:code': { who: 'asker', names: ['openCode'] },
  'POST /api/cases/:code/withdraw': { who: 'asker', names: ['openCode'] },
  'POST /api/cases/:code/contact-consent': {
    who: 'asker',
    names: ['openCode'],
    body: () => ({ given: true }),
  },
  'POST /api/cases/:code/rating': { who: 'asker', names: ['deliveredCode'], body: () => RATING },
  'POST /api/complaints': {
    who: 'asker',
    body: () => ({ kind: 'complaint', text: '答复太慢。' }),
  },
  'GET /api/complaints/:code': { who: 'asker', names: ['complaintCode'] },
  'GET /api/me': { who: 'asker' },
  'PATCH /api/me/contact': { who: 'asker', body: () => ({ contact: '13922223333' }) },
  'DELETE /api/me': { who: 'asker' },
}

const signInRoutes: Record<string, Route> = {
  'POST /api/staff/sign-in': {
    who: 'public',
    body: ({ username, password }, actor) => ({ username: username[actor], password }),
  },
  'POST /api/staff/sign-in/totp': {
    who: 'password',
    body: ({ code }, actor) => ({ code: code[actor] }),
  },
  'POST /api/staff/sign-out': { who: 'session' },
  'GET /api/staff/me': { who: 'session' },
  'POST /api/staff/password': {
    who: 'full',
    body: ({ password }) => ({ current: password, next: 'meadow pencil harbour 58' }),
  },
  'POST /api/staff/totp': {
    who: 'session',
    body: ({ password }) => ({ password }),
    // Who has an app already shows its code before another one takes its place.
    butNot: ['half'],
  },
  'POST /api/staff/totp/confirm': {
    who: 'session',
    body: ({ code }, actor) => ({ code: code[actor] }),
  },
  'POST /api/staff/invitations/accept': {
    who: 'public',
    body: ({ invitation, password }) => ({ ...person('lisi-2'), code: invitation, password }),
  },
}

const administrationRoutes: Record<string, Route> = {
  'GET /api/staff/accounts': { who: administrators },
  'POST /api/staff/accounts': {
    who: administrators,
    body: ({ city }) => ({ ...person('lisi-1'), role: 'staff', organisationId: city }),
  },
  'PATCH /api/staff/accounts/:id': {
    who: administrators,
    names: ['colleague'],
    body: () => ({ name: '李五' }),
  },
  'POST /api/staff/invitations': {
    who: administrators,
    body: ({ city }) => ({ role: 'staff', organisationId: city }),
  },
  'GET /api/staff/organisations': { who: readers },
  'POST /api/staff/organisations': {
    who: administrators,
    body: ({ city }) => ({ name: '北区中心', level: 'district', parentId: city }),
  },
  'PATCH /api/staff/organisations/:id': {
    who: administrators,
    names: ['district'],
    body: () => ({ phone: '010-12345678' }),
  },
  'GET /api/staff/notices': { who: administrators },
  'POST /api/staff/notices/:id/retry': { who: administrators, names: ['deadNotice'] },
  'GET /api/staff/holds': { who: administrators },
  'POST /api/staff/holds': {
    who: administrators,
    body: ({ consultation }) => ({
      kind: 'consultation',
      number: Number(consultation),
      reason: '法院要求保全证据',
    }),
  },
  'POST /api/staff/holds/:id/lift': {
    who: administrators,
    names: ['hold'],
    body: () => ({ reason: '案件已经审结' }),
  },
  'GET /api/staff/gaps': { who: handlers, query: 'kind=gap' },
  'POST /api/staff/gaps/runs': { who: handlers, butNot: ['foreign'] },
  'GET /api/staff/gaps/export': { who: handlers, query: 'kind=hot' },
  'GET /api/staff/gaps/:id': { who: handlers, names: ['gap'] },
  'PATCH /api/staff/gaps/:id': {
    who: handlers,
    names: ['gap'],
    body: () => ({ version: 1, state: 'in_work' }),
  },
  'POST /api/staff/gaps/:id/draft': {
    who: handlers,
    names: ['gap'],
    body: () => ({
      version: 1,
      answer: '请以受理通知上写明的期限为准。',
      evidence: [{ document: 'measures-draft', locator: 'art7' }],
      reviewOn: '2026-12-01',
    }),
  },
  'GET /api/staff/jobs': { who: administrators },
  'POST /api/staff/jobs/:id/retry': { who: administrators, names: ['deadJob'] },
}

const caseRoutes: Record<string, Route> = {
  'GET /api/staff/cases': { who: readers },
  'GET /api/staff/cases/counts': { who: readers },
  'GET /api/staff/cases/:id': { who: readers, names: ['openCase'] },
  'GET /api/staff/cases/:id/contact': { who: handlers, names: ['openCase'] },
  'GET /api/staff/cases/:id/proposals': { who: handlers, names: ['reviewCase'] },
  'GET /api/staff/events': { who: readers },
  'GET /api/staff/reply-templates': { who: handlers },
  'POST /api/staff/cases/:id/check': {
    who: handlers,
    names: ['reviewCase'],
    body: () => ({ text: REPLY.text }),
  },
  'POST /api/staff/cases/:id/take': { who: handlers, names: ['openCase'], body: stepOn },
  'POST /api/staff/cases/:id/ask-back': {
    who: handlers,
    names: ['reviewCase'],
    body: () => ({ version: 1, text: '专利号是多少？' }),
  },
  'POST /api/staff/cases/:id/assign': {
    who: handlers,
    names: ['reviewCase'],
    body: ({ expertId }) => ({ version: 1, expertId }),
  },
  'POST /api/staff/cases/:id/recall': { who: handlers, names: ['assignedCase'], body: stepOn },
  'POST /api/staff/cases/:id/reply': { who: handlers, names: ['reviewCase'], body: () => REPLY },
  'POST /api/staff/cases/:id/result': {
    who: handlers,
    names: ['requestCase'],
    body: () => ({ version: 1, ...RESULT }),
  },
  'POST /api/staff/cases/:id/deliver': { who: handlers, names: ['repliedCase'], body: stepOn },
  'POST /api/staff/cases/:id/return': {
    who: handlers,
    names: ['repliedCase'],
    body: () => ({ version: 1, note: '请补充依据。' }),
  },
  'POST /api/staff/cases/:id/forward': {
    who: handlers,
    names: ['openCase'],
    body: ({ district }) => ({ version: 1, organisationId: district }),
  },
  'POST /api/staff/cases/:id/merge': {
    who: handlers,
    names: ['openCase'],
    body: ({ secondCase }) => ({ version: 1, into: secondCase }),
  },
  'POST /api/staff/cases/:id/close': { who: handlers, names: ['reviewCase'], body: stepOn },
  'POST /api/staff/cases/:id/reopen': { who: handlers, names: ['deliveredCase'], body: stepOn },
  'POST /api/staff/cases/:id/notes': {
    who: handlers,
    names: ['openCase'],
    body: () => ({ text: '已电话联系。' }),
  },
}

const feedbackRoutes: Record<string, Route> = {
  'GET /api/staff/complaints': { who: handlers },
  'GET /api/staff/complaints/:id': { who: handlers, names: ['openComplaint'] },
  'POST /api/staff/complaints/:id/take': {
    who: handlers,
    names: ['openComplaint'],
    body: stepOn,
  },
  'POST /api/staff/complaints/:id/about': {
    who: handlers,
    names: ['openComplaint'],
    body: ({ colleague }) => ({ version: 1, accountIds: [colleague] }),
  },
  'POST /api/staff/complaints/:id/answer': {
    who: handlers,
    names: ['reviewComplaint'],
    body: () => ({ version: 1, outcome: '已补充答复。' }),
  },
  'POST /api/staff/complaints/:id/close': {
    who: handlers,
    names: ['answeredComplaint'],
    body: stepOn,
  },
  'GET /api/staff/follow-ups': { who: handlers },
  'POST /api/staff/follow-ups/:id/done': {
    who: handlers,
    names: ['followUp'],
    body: () => ({ outcome: '已电话回访。' }),
  },
  'GET /api/staff/consultations': { who: handlers },
  'GET /api/staff/consultations/:number': { who: handlers, names: ['consultation'] },
  'GET /api/staff/consultations/:number/pack': { who: handlers, names: ['consultation'] },
  'POST /api/staff/consultations': {
    who: handlers,
    body: () => ({ ...ENTRY, entryKey: crypto.randomUUID() }),
  },
  'PUT /api/staff/consultations/:number/entry': {
    who: handlers,
    names: ['entry'],
    body: () => ({ ...ENTRY, version: 1 }),
  },
  'GET /api/staff/consultations/:number/contact': { who: handlers, names: ['entry'] },
  'GET /api/staff/counts': { who: readers, query: 'from=2026-01-01&to=2026-12-31' },
  'GET /api/staff/inbox': { who: everyRole },
  'POST /api/staff/inbox/read-all': { who: everyRole },
  'POST /api/staff/inbox/:id/read': { who: everyRole, names: ['ownNotice'] },
}

const LEAVE = { from: '2026-06-01', to: '2026-06-05' }
const EXPERT = {
  name: '赵六',
  qualification: '专利代理师',
  years: 9,
  recommendedBy: '协会',
  filingNumber: null,
  fields: ['商标'],
  industries: [],
  districts: [],
  languages: ['zh'],
  employer: '某所',
  clients: [],
  competitors: [],
  capacity: 2,
  email: null,
  phone: null,
  consented: true,
}
const EXPERT_FILE = `姓名,资格,从业年限,推荐单位,备案号,领域,产业,区域,语言,所在单位,客户,竞争者,同时在办上限,本人同意,邮箱,电话
孙七,律师,9,协会,,商标,,,中文,某所,,,2,是,,
`

const rosterRoutes: Record<string, Route> = {
  'GET /api/staff/experts': { who: readers },
  'POST /api/staff/experts': {
    who: handlers,
    body: ({ city }) => ({ ...EXPERT, organisationId: city }),
  },
  'POST /api/staff/experts/import': { who: handlers, file: EXPERT_FILE },
  'GET /api/staff/experts/template': { who: handlers },
  'GET /api/staff/experts/export': { who: handlers },
  'GET /api/staff/experts/:id': { who: handlers, names: ['expertId'] },
  'PATCH /api/staff/experts/:id': {
    who: handlers,
    names: ['expertId'],
    body: () => ({ capacity: 4 }),
  },
  'POST /api/staff/experts/:id/standing': {
    who: handlers,
    names: ['expertId'],
    body: () => ({ action: 'suspend', reason: '本人申请' }),
  },
  'POST /api/staff/experts/:id/leave': { who: handlers, names: ['expertId'], body: () => LEAVE },
  'DELETE /api/staff/experts/:id/leave/:leave': { who: handlers, names: ['expertId', 'leave'] },
  'GET /api/staff/colleagues': { who: handlers },
  'GET /api/staff/rotation': { who: readers, query: 'from=2026-03-02' },
  'POST /api/staff/rotation': {
    who: handlers,
    body: ({ city }) => ({ organisationId: city, from: '2026-04-06', weeks: 2, perWeek: 1 }),
  },
  'POST /api/staff/rotation/swap': {
    who: handlers,
    body: ({ city, expertId, otherExpertId }) => ({
      organisationId: city,
      given: { week: '2026-03-02', expertId },
      taken: { week: '2026-03-09', expertId: otherExpertId },
    }),
  },
}

const curatedRoutes: Record<string, Route> = {
  'GET /api/staff/curated': { who: readers },
  'POST /api/staff/curated': {
    who: handlers,
    body: ({ deliveredStatement }) => ({ statementId: deliveredStatement, reviewOn: '2027-03-01' }),
  },
  'PATCH /api/staff/curated/:id': {
    who: handlers,
    names: ['curated'],
    body: () => ({ version: 1, reviewOn: '2027-03-02' }),
  },
  'POST /api/staff/curated/:id/publish': {
    who: handlers,
    names: ['curated'],
    body: () => ({ version: 1, identityRemoved: true }),
  },
  'POST /api/staff/curated/:id/retire': { who: handlers, names: ['curated'], body: stepOn },
}

const expertRoutes: Record<string, Route> = {
  'GET /api/expert/templates': { who: experts },
  'GET /api/expert/tickets': { who: experts },
  'GET /api/expert/tickets/:id': { who: experts, names: ['offeredTicket'] },
  'GET /api/expert/tickets/:id/contact': { who: experts, names: ['acceptedTicket'] },
  'POST /api/expert/tickets/:id/accept': {
    who: experts,
    names: ['offeredTicket'],
    body: () => ({ version: 1, noConflict: true }),
  },
  'POST /api/expert/tickets/:id/decline': {
    who: experts,
    names: ['offeredTicket'],
    body: () => ({ version: 1, reason: 'busy' }),
  },
  'POST /api/expert/tickets/:id/check': {
    who: experts,
    names: ['acceptedTicket'],
    body: () => ({ text: REPLY.text }),
  },
  'POST /api/expert/tickets/:id/reply': {
    who: experts,
    names: ['acceptedTicket'],
    body: () => REPLY,
  },
  'GET /api/expert/me': { who: experts },
  'PATCH /api/expert/me': { who: experts, body: () => ({ available: false }) },
  'POST /api/expert/me/leave': { who: experts, body: () => LEAVE },
  'DELETE /api/expert/me/leave/:leave': { who: experts, names: ['leave'] },
  'POST /api/expert/me/swap': { who: experts, body: () => ({ week: '2026-03-02' }) },
  'POST /api/expert/me/withdraw': { who: experts, body: () => ({ reason: null }) },
  'POST /api/expert/tickets/:id/feedback': {
    who: experts,
    names: ['acceptedTicket'],
    body: () => ({ way: 'phone', minutes: 30, outcome: '企业材料齐全。' }),
  },
}

/** Every route of the service by method and path. One that is not here, or is here only, fails the tests. */
const GREETING_EDIT = { kind: 'reply', recordId: 'chat.greeting' }

const operationRoutes: Record<string, Route> = {
  'GET /api/staff/insight': { who: readers, query: 'from=2026-01-01&to=2026-12-31' },
  'GET /api/staff/insight/export': {
    who: readers,
    query: 'from=2026-01-01&to=2026-12-31&format=xlsx',
  },
  'GET /api/staff/audit': { who: ['administrator', 'auditor'], query: 'limit=5' },
  'GET /api/staff/channel': { who: administrators },
  'POST /api/staff/channel/check': { who: administrators },
  'GET /api/staff/channel/templates': { who: administrators },
  'POST /api/staff/channel/menu/trial': { who: administrators },
  'POST /api/staff/channel/menu': {
    who: administrators,
    body: () => ({ hash: '0'.repeat(64) }),
    endsEarly: 'no account is set in tests (test/channels/staff/channel.test.ts)',
  },
  'GET /api/staff/channel/test': { who: administrators },
  'POST /api/staff/channel/test': {
    who: administrators,
    endsEarly: 'no application is set in tests (test/channels/staff/channel.test.ts)',
  },
  'GET /api/staff/switches': { who: administrators },
  'POST /api/staff/switches': {
    who: administrators,
    body: () => ({ name: 'model', off: true, reason: '演练' }),
  },
  'GET /api/staff/settings': { who: administrators },
  'GET /api/staff/guide': { who: administrators },
  'POST /api/staff/guide': { who: administrators, body: () => ({ step: 'embed_code' }) },
  'POST /api/staff/trial': { who: administrators, body: () => ({ text: '科幻产业是哪个区的？' }) },
  'GET /api/staff/knowledge': { who: readers, query: 'kind=reply' },
  'GET /api/staff/knowledge/services/export': { who: readers },
  'GET /api/staff/knowledge/drafts': { who: readers },
  'GET /api/staff/knowledge/versions': {
    who: readers,
    query: 'kind=reply&recordId=chat.greeting',
  },
  'GET /api/staff/knowledge/build': { who: readers },
  'POST /api/staff/knowledge/drafts': {
    who: handlers,
    body: () => ({ kind: 'lexicon', recordId: 'typos/商镖镖', content: '商标', version: null }),
  },
  'POST /api/staff/knowledge/drafts/discard': {
    who: handlers,
    body: () => ({ ...GREETING_EDIT, version: 1 }),
  },
  'POST /api/staff/knowledge/publish': {
    who: administrators,
    body: () => ({ ...GREETING_EDIT, version: 1 }),
  },
  'POST /api/staff/knowledge/withdraw': {
    who: administrators,
    body: () => ({ kind: 'lexicon', recordId: 'typos/砖利', to: null }),
  },
  'POST /api/staff/knowledge/build': { who: administrators },
}

/** What is not for staff of a district. */
const ofCity = { butNot: ['foreign'] } as const satisfies Partial<Route>
const seen = () => ({ edit: 1 })

const documentRoutes: Record<string, Route> = {
  'POST /api/staff/documents/uploads': {
    who: handlers,
    ...ofCity,
    endsEarly: 'a file comes as a form (test/documents)',
  },
  'GET /api/staff/documents': { who: readers, ...ofCity },
  'GET /api/staff/documents/versions/:id': { who: readers, names: ['draftVersion'] },
  'POST /api/staff/documents/versions/:id': {
    who: handlers,
    names: ['draftVersion'],
    body: () => ({ edit: 1, fields: VERSION_FIELDS }),
  },
  'POST /api/staff/documents/versions/:id/submit': {
    who: handlers,
    names: ['draftVersion'],
    body: seen,
  },
  'POST /api/staff/documents/versions/:id/take-back': {
    who: handlers,
    names: ['submittedVersion'],
    body: seen,
  },
  'POST /api/staff/documents/versions/:id/discard': {
    who: handlers,
    names: ['draftVersion'],
    body: seen,
  },
  'POST /api/staff/documents/versions/:id/publish': {
    who: handlers,
    names: ['submittedVersion'],
    body: seen,
  },
  'POST /api/staff/documents/versions/:id/roll-back': {
    who: administrators,
    names: ['publishedVersion'],
    body: seen,
  },
  'GET /api/staff/recalls': { who: readers, ...ofCity },
  'GET /api/staff/recalls/:id': { who: readers, names: ['recall'] },
  'POST /api/staff/recalls/:id/approve': { who: handlers, names: ['recall'] },
  'POST /api/staff/recalls/:id/dismiss': { who: handlers, names: ['recall'] },
}

const TRAINING = {
  title: '商标申请实务',
  courses: [3],
  district: null,
  place: '会议室',
  link: null,
  day: '2026-03-20',
  begins: '14:00',
  ends: '16:00',
  closesOn: '2026-03-19',
  closesAt: '18:00',
  trainerName: null,
  trainerId: null,
  seats: 20,
}

const trainingRoutes: Record<string, Route> = {
  'GET /api/trainings/mine': { who: 'asker' },
  'POST /api/trainings/:id/registrations': {
    who: 'asker',
    names: ['openTraining'],
    isForAll: true,
    body: () => ({ name: '陈一', telephone: '13911112222', consent: true }),
  },
  'DELETE /api/trainings/:id/registrations': { who: 'asker', names: ['ownTraining'] },
  'POST /api/trainings/:id/check-in': {
    who: 'asker',
    names: ['ownTraining'],
    body: () => ({ code: '123456' }),
  },
  'POST /api/trainings/:id/rating': {
    who: 'asker',
    names: ['ownTraining'],
    body: () => ({ score: 5 }),
  },
  'GET /api/staff/trainings': { who: readers, query: 'year=2026' },
  'POST /api/staff/trainings': {
    who: handlers,
    body: ({ city }) => ({ ...TRAINING, organisationId: city }),
  },
  'GET /api/staff/trainings/totals': { who: readers, query: 'year=2026' },
  'GET /api/staff/trainings/:id': { who: readers, names: ['openTraining'] },
  'PUT /api/staff/trainings/:id': {
    who: handlers,
    names: ['openTraining'],
    body: () => ({ version: 1, ...TRAINING }),
  },
  'POST /api/staff/trainings/:id/step': {
    who: handlers,
    names: ['draftTraining'],
    body: () => ({ version: 1, step: 'open' }),
  },
  'GET /api/staff/trainings/:id/registrations': { who: handlers, names: ['openTraining'] },
  'POST /api/staff/trainings/:id/registrations/:registration/attendance': {
    who: handlers,
    names: ['ownTraining', 'registration'],
    body: () => ({ attended: true }),
  },
  'POST /api/staff/trainings/:id/walk-ins': {
    who: handlers,
    names: ['ownTraining'],
    body: () => ({ version: 1, walkIns: 3 }),
  },
  'POST /api/staff/trainings/:id/code': { who: handlers, names: ['ownTraining'] },
}

const POLICY = {
  title: '措施征求意见',
  summary: '正在公开征求意见。',
  document: 'measures-draft',
  topics: ['专利'],
  districts: [],
}

const policyRoutes: Record<string, Route> = {
  'GET /api/policy-notices': { who: 'asker' },
  'GET /api/policy-notices/subscription': { who: 'asker' },
  'POST /api/policy-notices/subscription': {
    who: 'asker',
    body: () => ({ topics: ['专利'], districts: [], consent: true }),
  },
  'DELETE /api/policy-notices/subscription': { who: 'asker' },
  'GET /api/staff/policy-notices': { who: readers, query: 'state=draft' },
  'POST /api/staff/policy-notices': {
    who: handlers,
    body: ({ city }) => ({ ...POLICY, organisationId: city }),
  },
  'GET /api/staff/policy-notices/:id': { who: readers, names: ['policyNotice'] },
  'PUT /api/staff/policy-notices/:id': {
    who: handlers,
    names: ['policyNotice'],
    body: () => ({ version: 1, ...POLICY }),
  },
  'POST /api/staff/policy-notices/:id/step': {
    who: handlers,
    names: ['policyNotice'],
    body: () => ({ version: 1, step: 'submit' }),
  },
}

const ENTERPRISE = {
  name: '演示科技有限公司',
  creditCode: null,
  district: '海淀区',
  industry: '集成电路',
  needs: null,
}
const VISIT = {
  day: '2026-03-02',
  kind: 'visit',
  people: '王小明',
  about: '了解专利布局需求',
  outcome: null,
  nextStep: '送去培训安排',
  nextOn: '2026-03-09',
}
const HOLDINGS = {
  inventions: 3,
  utilityModels: 0,
  designs: 1,
  trademarks: 2,
  copyrights: 0,
  dataRights: 0,
  others: 0,
}

const ledgerRoutes: Record<string, Route> = {
  'GET /api/staff/enterprises': { who: readers, query: 'text=科技&keyYear=2026&waiting=true' },
  'POST /api/staff/enterprises': {
    who: handlers,
    body: ({ city }) => ({ ...ENTERPRISE, organisationId: city }),
  },
  'POST /api/staff/enterprises/import': { who: handlers, file: '企业名称\n某某有限公司' },
  'GET /api/staff/enterprises/template': { who: handlers },
  'GET /api/staff/enterprises/export': { who: readers, query: 'format=xlsx' },
  'GET /api/staff/enterprises/:id': { who: readers, names: ['enterprise'] },
  'PUT /api/staff/enterprises/:id': {
    who: handlers,
    names: ['enterprise'],
    body: () => ({ version: 1, ...ENTERPRISE }),
  },
  'DELETE /api/staff/enterprises/:id': { who: handlers, names: ['enterprise'] },
  'GET /api/staff/enterprises/:id/contact': { who: handlers, names: ['enterprise'] },
  'PUT /api/staff/enterprises/:id/contact': {
    who: handlers,
    names: ['enterprise'],
    body: () => ({ name: '陈一', contact: '13911112222' }),
  },
  'PUT /api/staff/enterprises/:id/holdings': {
    who: handlers,
    names: ['enterprise'],
    body: () => ({ asOf: '2026-03-01', holdings: HOLDINGS }),
  },
  'GET /api/staff/enterprises/:id/visits': { who: readers, names: ['enterprise'] },
  'POST /api/staff/enterprises/:id/visits': {
    who: handlers,
    names: ['enterprise'],
    body: () => ({ entryKey: '8d7cbb5e-3c7e-4b62-9d2f-6a1e0f4c2b11', ...VISIT }),
  },
  'PUT /api/staff/enterprises/:id/visits/:visit': {
    who: handlers,
    names: ['enterprise', 'visit'],
    body: () => ({ version: 1, ...VISIT }),
  },
  'GET /api/staff/enterprises/:id/links': { who: readers, names: ['enterprise'] },
  'POST /api/staff/enterprises/:id/links': {
    who: handlers,
    names: ['enterprise'],
    body: ({ consultation }) => ({ consultation: Number(consultation) }),
  },
  'DELETE /api/staff/enterprises/:id/links/:link': {
    who: handlers,
    names: ['enterprise', 'enterpriseLink'],
  },
  'POST /api/staff/enterprises/:id/years': {
    who: handlers,
    names: ['enterprise'],
    body: () => ({ year: 2027, category: 'specialised', reason: '专利转化需求迫切' }),
  },
  'GET /api/staff/key-lists/:id': { who: readers, names: ['city'], query: 'year=2026' },
  'GET /api/staff/key-lists/:id/export': { who: readers, names: ['city'], query: 'year=2026' },
  'POST /api/staff/key-lists/:id/fix': {
    who: handlers,
    names: ['city'],
    body: () => ({ year: 2026 }),
  },
  'DELETE /api/staff/key-lists/:id/entries/:entry': {
    who: handlers,
    names: ['city', 'keyEntry'],
  },
}

const reportRoutes: Record<string, Route> = {
  'GET /api/staff/reports': { who: readers },
  'POST /api/staff/reports': {
    who: handlers,
    body: ({ city }) => ({ organisationId: city, from: '2026-01-01', to: '2026-02-28' }),
  },
  'GET /api/staff/reports/:id': { who: readers, names: ['draftReport'] },
  'PUT /api/staff/reports/:id/texts': {
    who: handlers,
    names: ['draftReport'],
    body: () => ({ version: 1, texts: { measures: '增加巡回讲座。' } }),
  },
  'POST /api/staff/reports/:id/step': {
    who: handlers,
    names: ['draftReport'],
    body: () => ({ version: 1, step: 'approve' }),
  },
  'GET /api/staff/reports/:id/file': {
    who: readers,
    names: ['draftReport'],
    query: 'format=html',
  },
}

const SPECIAL = {
  content: '人工智能企业专利预审辅导',
  audience: '区内人工智能企业',
  frequency: '每月一次',
  outcome: '全年辅导 30 家',
}

const specialListRoutes: Record<string, Route> = {
  'GET /api/staff/special-lists': { who: readers, query: 'year=2026' },
  'GET /api/staff/special-lists/:id': { who: readers, names: ['city'], query: 'year=2026' },
  'GET /api/staff/special-lists/:id/export': { who: readers, names: ['city'] },
  'POST /api/staff/special-lists/:id/publish': {
    who: handlers,
    names: ['city'],
    body: () => ({ year: 2026 }),
  },
  'POST /api/staff/special-lists/:id/services': {
    who: handlers,
    names: ['city'],
    body: () => ({ year: 2026, words: SPECIAL }),
  },
  'PUT /api/staff/special-lists/:id/services/:service': {
    who: handlers,
    names: ['city', 'special'],
    body: () => ({ year: 2026, version: 1, words: SPECIAL }),
  },
  'DELETE /api/staff/special-lists/:id/services/:service': {
    who: handlers,
    names: ['city', 'special'],
    query: 'year=2026&version=1',
  },
}

const reviewRoutes: Record<string, Route> = {
  'GET /api/staff/reviews': { who: handlers, query: 'state=open' },
  'GET /api/staff/reviews/results': { who: readers, query: 'from=2026-01&to=2026-02' },
  'GET /api/staff/reviews/export': { who: readers, query: 'from=2026-01&to=2026-02&format=csv' },
  'GET /api/staff/reviews/:id': { who: handlers, names: ['review'] },
  'POST /api/staff/reviews/:id': {
    who: handlers,
    names: ['review'],
    body: () => ({
      version: 1,
      rubric: 1,
      points: { lawful: 3, complete: 3, clear: 3, public: 3 },
      faults: [],
      comment: null,
    }),
  },
}

export const routeMatrix: Readonly<Record<string, Route>> = {
  ...publicRoutes,
  ...askerRoutes,
  ...signInRoutes,
  ...administrationRoutes,
  ...caseRoutes,
  ...feedbackRoutes,
  ...rosterRoutes,
  ...curatedRoutes,
  ...expertRoutes,
  ...operationRoutes,
  ...documentRoutes,
  ...trainingRoutes,
  ...policyRoutes,
  ...ledgerRoutes,
  ...reportRoutes,
  ...reviewRoutes,
  ...specialListRoutes,
}

type Listed = { method: string; path: string }

/** The routes of a router, without its middleware and wildcards. */
export function namesOfRoutes(routes: readonly Listed[]): string[] {
  const own = routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
  return [...new Set(own.map(({ method, path }) => `${method} ${path}`))].toSorted()
}

const roleOf = {
  nobody: undefined,
  asker: undefined,
  half: undefined,
  newcomer: undefined,
  administrator: 'administrator',
  staff: 'staff',
  foreign: 'staff',
  expert: 'expert',
  auditor: 'auditor',
} as const satisfies Record<Actor, Role | undefined>

/** The status with which an actor is refused; undefined for one who may. */
export function refusalOf({ who, butNot }: Route, actor: Actor): 401 | 403 | undefined {
  return refusalByDoor(who, actor) ?? (butNot?.includes(actor) ? 403 : undefined)
}

function refusalByDoor(who: Who, actor: Actor): 401 | 403 | undefined {
  const outside = actor === 'nobody' || actor === 'asker'
  switch (who) {
    case 'public':
      return undefined
    case 'asker':
      return actor === 'asker' ? undefined : 401
    case 'password':
      return actor === 'half' ? undefined : 401
    case 'session':
      return outside ? 401 : undefined
    case 'full':
      return outside || actor === 'half' ? 401 : undefined
    default:
      return refusalByRole(who, actor)
  }
}

function refusalByRole(roles: readonly Role[], actor: Actor): 401 | 403 | undefined {
  if (actor === 'nobody' || actor === 'asker' || actor === 'half') return 401
  const role = roleOf[actor]
  return role !== undefined && roles.includes(role) ? undefined : 403
}
