type Words = { zh: string; en: string }

/**
 * What is published, each with the figure that it is a part of, parents first. Every figure is structurally a part
 * of its parent (who says whether it was solved has rated), so that what is left of the parent is checked as well.
 */
export const figureList = {
  consultations: {
    of: null,
    name: { zh: '咨询量', en: 'Consultations' },
    meaning: {
      zh: '当月提出并归档的咨询',
      en: 'questions asked in the month and archived',
    },
  },
  selfServed: {
    of: 'consultations',
    name: { zh: '智能自助解决', en: 'Self-served' },
    meaning: {
      zh: '由服务直接答复、未转人工的咨询',
      en: 'answered by the service, and no case arose',
    },
  },
  rated: {
    of: 'consultations',
    name: { zh: '已评价的答复', en: 'Answers rated' },
    meaning: { zh: '服务对象评了分的咨询', en: 'consultations whose answer the asker has rated' },
  },
  satisfied: {
    of: 'rated',
    name: { zh: '满意', en: 'Satisfied' },
    meaning: { zh: '评分为 4 或 5 分（满分 5 分）', en: 'rated with 4 or 5 of 5' },
  },
  toldSolved: {
    of: 'rated',
    name: { zh: '说明是否解决', en: 'Said whether it was solved' },
    meaning: {
      zh: '评价中说明了问题是否解决',
      en: 'rated, and said whether the question was solved',
    },
  },
  solved: {
    of: 'toldSolved',
    name: { zh: '已解决', en: 'Solved' },
    meaning: { zh: '其中表示已解决的', en: 'of these, it was solved' },
  },
  cases: {
    of: null,
    name: { zh: '转办件', en: 'Cases' },
    meaning: { zh: '当月转由工作人员办理的事项', en: 'handed over to people in the month' },
  },
  due: {
    of: null,
    name: { zh: '专家应响应', en: 'Responses due' },
    meaning: {
      zh: '当月通知专家、已响应或期限已过的任务',
      en: 'tickets of which the expert was told in the month, responded to or past their term',
    },
  },
  inTime: {
    of: 'due',
    name: { zh: '2 日内响应', en: 'Responded within 2 days' },
    meaning: { zh: '其中期限内响应的', en: 'of these, responded to before the term was over' },
  },
} as const satisfies Record<string, { of: string | null; name: Words; meaning: Words }>

export type FigureName = keyof typeof figureList

export const figureNames: readonly FigureName[] = Object.keys(figureList).filter(
  (name): name is FigureName => name in figureList,
)

/** How many of each figure a group has. */
export type Counts = Record<FigureName, number>

export const partitions = ['district', 'channel'] as const

export type Dimension = 'total' | (typeof partitions)[number] | 'topic'
