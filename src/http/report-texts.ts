/** Of 工作报告. */
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
} as const
