export const trainingStates = ['draft', 'open', 'closed', 'held', 'counted', 'cancelled'] as const
export type TrainingState = (typeof trainingStates)[number]

type Transition = { from: readonly TrainingState[]; to: TrainingState }

/**
 * Every way a 培训场次 can go on; staff of its organisation and above take each step. Registration is possible
 * in `open` alone; the trained of a session are counted for the year from `counted` on.
 */
export const trainingTransitions = {
  open: { from: ['draft', 'closed'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
  hold: { from: ['open', 'closed'], to: 'held' },
  count: { from: ['held'], to: 'counted' },
  cancel: { from: ['draft', 'open', 'closed'], to: 'cancelled' },
} as const satisfies Record<string, Transition>
export type TrainingTransition = keyof typeof trainingTransitions
export const trainingSteps = ['open', 'close', 'hold', 'count', 'cancel'] as const

/** Whether a step leads on from a state; the console shows only those that do. */
export function canTakeStep(state: TrainingState, step: TrainingTransition): boolean {
  const from: readonly TrainingState[] = trainingTransitions[step].from
  return from.includes(state)
}

/** Place, times and seats can be changed in these. */
export const changeableStates: readonly TrainingState[] = ['draft', 'open', 'closed']

/** Who was there is noted until the session is counted. */
export const attendableStates: readonly TrainingState[] = ['open', 'closed', 'held']

export const registrationStates = ['registered', 'waiting', 'withdrawn'] as const

/** What an asker has to be told of a registration. */
export const trainingNews = ['reminder', 'moved_up', 'changed', 'cancelled'] as const
export type TrainingNews = (typeof trainingNews)[number]
