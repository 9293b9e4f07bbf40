/** Of 工作报告 and 内部评价. */
export const reportTexts = {
  report_unknown: { zh: '没有找到这份报告。', en: 'There is no such report.' },
  report_changed: {
    zh: '这份报告已有变动，请刷新后再操作。',
    en: 'This report has changed meanwhile. Please reload it.',
  },
  report_second_person: {
    zh: '报告须由没有参与编写的另一位工作人员审核。',
    en: 'A report is approved by another staff member, who has not written of it.',
  },
  report_period_wrong: {
    zh: '起止日期不对：开始不能晚于结束，结束不能晚于今天。',
    en: 'The period is wrong: it begins on or before its last day, which is not after today.',
  },
  report_not_computed: {
    zh: '报告还在计算，请稍后再下载。',
    en: 'The report is still being computed. Please download it later.',
  },
  report_not_open: {
    zh: '这份报告没有公开版：只有全市的报告、并且报告期内有已公布的整月开放数据时才有。',
    en: 'This report has no open version: only reports of the city have one, where open data of whole months of the period are published.',
  },
  review_unknown: { zh: '没有找到这份评价。', en: 'There is no such review.' },
  review_done: { zh: '这份答复已经有人评过。', en: 'Somebody has reviewed this already.' },
  review_words_gone: {
    zh: '原文已按期限或应服务对象的要求删除，不能再评。',
    en: 'Its words were deleted in due time or on request, so it cannot be reviewed.',
  },
  review_second_person: {
    zh: '您参与了这份答复，须由另一位工作人员评价。',
    en: 'You had a part in this reply: another colleague reviews it.',
  },
  review_rubric_changed: {
    zh: '评分表已更新，请刷新后按新的评分表评价。',
    en: 'The rubric has changed. Please reload and review by the new one.',
  },
  review_points_wrong: {
    zh: '请给每一项打分。',
    en: 'Please give every criterion its points.',
  },
  review_months_wrong: {
    zh: '起止月份不对：开始不能晚于结束。',
    en: 'The months are wrong: the first is not after the last.',
  },
} as const
