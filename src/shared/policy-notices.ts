export const policyStates = ['draft', 'submitted', 'approved', 'withdrawn'] as const
export type PolicyState = (typeof policyStates)[number]

type Transition = { from: readonly PolicyState[]; to: PolicyState }

/**
 * Every way a 政策通知 can go on. Whoever wrote or changed it does not approve it; approved, it goes to the askers
 * who subscribed, and can be withdrawn but not changed.
 */
export const policyTransitions = {
  submit: { from: ['draft'], to: 'submitted' },
  return: { from: ['submitted'], to: 'draft' },
  approve: { from: ['submitted'], to: 'approved' },
  withdraw: { from: ['draft', 'submitted', 'approved'], to: 'withdrawn' },
} as const satisfies Record<string, Transition>
export const policySteps = ['submit', 'approve', 'return', 'withdraw'] as const
export type PolicyStep = (typeof policySteps)[number]

/** Whether a step leads on from a state; the console shows only those that do. */
export function canTakePolicyStep(state: PolicyState, step: PolicyStep): boolean {
  const from: readonly PolicyState[] = policyTransitions[step].from
  return from.includes(state)
}

/** `waiting` for its hour or for the week's limit; `released` into the asker's list and to WeChat; or `stopped`. */
export const policyDeliveryStates = ['waiting', 'released', 'stopped'] as const
