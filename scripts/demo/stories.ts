import type { ActName } from './acts.ts'

/** Hours after what came before, and what is done then. */
type Step = readonly [hours: number, act: ActName]
export type Story = readonly Step[]

const untilAccepted: Story = [
  [2, 'take'],
  [1, 'assign'],
  [19, 'accept'],
]

const toDelivery: Story = [...untilAccepted, [3, 'consent'], [26, 'expertReply'], [5, 'deliver']]

/** Longer than two days and any row of holidays: by then the offer has lapsed. */
const LAPSED = 264

/** Told to their end within the year. */
export const finishedStories: readonly Story[] = [
  [...toDelivery, [20, 'rateWell'], [4, 'feedback'], [48, 'close']],
  [
    [3, 'take'],
    [2, 'note'],
    [2, 'staffReply'],
    [30, 'rateWell'],
    [40, 'close'],
  ],
  [
    [2, 'take'],
    [1, 'assign'],
    [6, 'decline'],
    [2, 'assign'],
    [20, 'accept'],
    ...replied(),
    [60, 'close'],
  ],
  [[2, 'take'], [1, 'assign'], [LAPSED, 'assign'], [10, 'accept'], ...replied(), [9, 'rateBadly']],
  [
    [4, 'take'],
    [1, 'askBack'],
    [9, 'answerBack'],
    [2, 'staffReply'],
    [22, 'rateWell'],
  ],
  [
    [2, 'take'],
    [1, 'assign'],
    [8, 'withdraw'],
  ],
  [
    ...untilAccepted,
    [24, 'expertReply'],
    [3, 'giveBack'],
    [20, 'expertReply'],
    [4, 'deliverEdited'],
    [30, 'rateWell'],
    [30, 'close'],
  ],
  [[1, 'take'], [2, 'mergeWithSecond'], [1, 'assign'], [16, 'accept'], ...replied()],
  [...toDelivery, [50, 'close'], [100, 'reopen'], [3, 'take'], [4, 'staffReply'], [30, 'close']],
  [
    [3, 'forward'],
    [4, 'take'],
    [3, 'staffReply'],
    [25, 'rateWell'],
    [20, 'close'],
  ],
  [
    [2, 'take'],
    [1, 'assign'],
    [12, 'recall'],
    [1, 'staffReply'],
    [40, 'close'],
  ],
  [
    ...untilAccepted,
    [300, 'expertReply'],
    [6, 'deliver'],
    [10, 'rateBadly'],
    [4, 'complain'],
    [20, 'takeComplaint'],
    [50, 'answerComplaint'],
    [30, 'closeComplaint'],
  ],
  [...untilAccepted, [20, 'solicit'], [4, 'giveBack'], [20, 'expertReply'], [5, 'deliver']],
]

function replied(): Story {
  return [
    [24, 'expertReply'],
    [6, 'deliver'],
  ]
}

/** Where cases stand today: in every state that wants something of somebody. */
export const unfinishedStories: readonly Story[] = [
  [],
  [[2, 'take']],
  [
    [2, 'take'],
    [1, 'askBack'],
  ],
  [
    [2, 'take'],
    [1, 'assign'],
  ],
  untilAccepted,
  [...untilAccepted, [14, 'expertReply']],
  [...untilAccepted, [14, 'solicit']],
  [...untilAccepted, [10, 'expertReply'], [3, 'giveBack']],
  toDelivery,
  [...toDelivery, [3, 'reopen']],
  [...toDelivery, [8, 'rateBadly']],
  [
    [2, 'take'],
    [1, 'assign'],
    [5, 'decline'],
  ],
  [
    [2, 'take'],
    [6, 'complain'],
    [2, 'takeComplaint'],
  ],
  [[1, 'complain']],
]

export const hoursOf = (story: Story): number => story.reduce((sum, [hours]) => sum + hours, 0)
