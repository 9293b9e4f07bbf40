/** What a case can be; all three go through one table of states. */
export const caseKinds = ['consultation', 'service_request', 'referral'] as const
export type CaseKind = (typeof caseKinds)[number]

export const caseStates = [
  'open',
  'in_review',
  'waiting_for_asker',
  'assigned',
  'replied',
  'delivered',
  'closed',
  'reopened',
  'merged',
  'withdrawn',
] as const
export type CaseState = (typeof caseStates)[number]

export const ticketStates = [
  'offered',
  'accepted',
  'replied',
  'closed',
  'declined',
  'lapsed',
  'recalled',
] as const
export type TicketState = (typeof ticketStates)[number]

export const actors = ['asker', 'staff', 'expert', 'system'] as const
export type Actor = (typeof actors)[number]

type Transition<State> = { from: readonly State[]; to: State; by: readonly Actor[] }

/** Every way a case can go on, with who may do it (DESIGN §4). Everything else reads this table. */
export const caseTransitions = {
  take: { from: ['open', 'reopened'], to: 'in_review', by: ['staff', 'system'] },
  ask_back: { from: ['in_review'], to: 'waiting_for_asker', by: ['staff'] },
  answer_back: { from: ['waiting_for_asker'], to: 'in_review', by: ['asker', 'staff'] },
  assign: { from: ['in_review'], to: 'assigned', by: ['staff', 'system'] },
  unassign: { from: ['assigned'], to: 'in_review', by: ['staff', 'expert', 'system'] },
  reply: { from: ['in_review'], to: 'replied', by: ['staff'] },
  expert_reply: { from: ['assigned'], to: 'replied', by: ['expert'] },
  return_reply: { from: ['replied'], to: 'assigned', by: ['staff'] },
  revise: { from: ['replied'], to: 'in_review', by: ['staff'] },
  deliver: { from: ['replied'], to: 'delivered', by: ['staff', 'system'] },
  close: {
    from: ['delivered', 'in_review', 'waiting_for_asker'],
    to: 'closed',
    by: ['staff', 'asker', 'system'],
  },
  reopen: { from: ['delivered', 'closed'], to: 'reopened', by: ['asker', 'staff'] },
  merge: { from: ['open', 'in_review', 'reopened'], to: 'merged', by: ['staff'] },
  withdraw: {
    from: ['open', 'in_review', 'waiting_for_asker', 'assigned', 'replied', 'reopened'],
    to: 'withdrawn',
    by: ['asker'],
  },
} as const satisfies Record<string, Transition<CaseState>>
export type CaseTransition = keyof typeof caseTransitions

export const ticketTransitions = {
  accept: { from: ['offered'], to: 'accepted', by: ['expert'] },
  decline: { from: ['offered'], to: 'declined', by: ['expert'] },
  lapse: { from: ['offered', 'accepted'], to: 'lapsed', by: ['system'] },
  recall: {
    from: ['offered', 'accepted', 'replied'],
    to: 'recalled',
    by: ['staff', 'asker', 'system'],
  },
  reply: { from: ['accepted'], to: 'replied', by: ['expert'] },
  return: { from: ['replied'], to: 'accepted', by: ['staff'] },
  close: { from: ['replied'], to: 'closed', by: ['staff', 'system'] },
} as const satisfies Record<string, Transition<TicketState>>
export type TicketTransition = keyof typeof ticketTransitions

/** A case that the asker can still take back; each conversation has one of a kind at most. */
export const livingStates: readonly CaseState[] = caseTransitions.withdraw.from

/** Nothing more is done for a case in one of these, unless it is reopened. */
export const endedStates: readonly CaseState[] = ['closed', 'merged', 'withdrawn']

/** The five steps that an asker is shown, in this order. */
export const progressSteps = [
  'handed_over',
  'in_review',
  'with_expert',
  'replied',
  'closed',
] as const
export type ProgressStep = (typeof progressSteps)[number]

/** While a case is in one of these, a person has it in hand and the machine is silent. */
export const personActive: readonly CaseState[] = [
  'in_review',
  'waiting_for_asker',
  'assigned',
  'replied',
]
