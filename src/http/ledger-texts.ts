/** Of the ledger of enterprises. */
export const ledgerTexts = {
  enterprise_unknown: { zh: '没有找到这家企业。', en: 'There is no such enterprise.' },
  enterprise_known: {
    zh: '本机构的台账里已有同名或同一信用代码的企业。',
    en: 'The ledger has an enterprise of this name or credit code already.',
  },
  enterprise_changed: {
    zh: '这家企业的资料刚刚被别人改动。请刷新后再试。',
    en: 'Somebody else has just changed this enterprise. Please reload.',
  },
  ledger_organisation_needed: {
    zh: '请选择企业列入哪个机构的台账。',
    en: 'Please choose whose ledger the enterprises go into.',
  },
  credit_code_wrong: {
    zh: '统一社会信用代码不正确：应为 18 位，校验位相符。',
    en: 'The unified social credit code is wrong: 18 characters whose check character fits.',
  },
  ledger_day_to_come: { zh: '日期不能晚于今天。', en: 'The day cannot be later than today.' },
  next_day_wrong: {
    zh: '下一步的日期应晚于服务日期。',
    en: 'The day of the next step comes after that of the service.',
  },
  next_step_needed: {
    zh: '定了日期，就请写明下一步做什么。',
    en: 'With a day, please say what the next step is.',
  },
  visit_unknown: { zh: '没有找到这条服务记录。', en: 'There is no such visit.' },
  visit_changed: {
    zh: '这条服务记录刚刚被别人改动。请刷新后再试。',
    en: 'Somebody else has just changed this visit. Please reload.',
  },
  link_unknown: { zh: '没有找到这条关联。', en: 'There is no such link.' },
  link_known: { zh: '已经关联过了。', en: 'It is linked already.' },
  link_confidential: {
    zh: '保密的咨询和转办件不能关联企业。',
    en: 'What is confidential cannot be linked with an enterprise.',
  },
  links_too_many: {
    zh: '一家企业最多关联 200 件。',
    en: 'An enterprise can have 200 links at most.',
  },
  key_enterprise_unknown: {
    zh: '清单里没有这家企业。',
    en: 'There is no such enterprise on the list.',
  },
  key_enterprise_known: {
    zh: '这家企业已在这一年度的清单里。',
    en: 'The enterprise is on the list of this year already.',
  },
  key_list_fixed: {
    zh: '这一年度的清单已定稿，或不是本年度、下一年度的，不能再改。',
    en: 'The list is fixed, or neither of this year nor of the next, and stays as it is.',
  },
  key_list_full: {
    zh: '一个机构一年最多列 500 家重点企业。',
    en: 'A list holds 500 enterprises at most.',
  },
  key_list_empty: {
    zh: '清单里还没有企业，不能定稿。',
    en: 'There is nothing on the list yet.',
  },
  ledger_export_too_large: {
    zh: '超过 10000 家企业，请先缩小筛选范围再导出。',
    en: 'More than 10,000 enterprises. Please narrow the filter first.',
  },
  import_not_a_credit_code: {
    zh: '统一社会信用代码应为 18 位，校验位相符。',
    en: 'Not a unified social credit code: 18 characters whose check character fits.',
  },
  import_not_a_day: {
    zh: '不是日期，请写成 2026-03-09。',
    en: 'Not a day; write it as 2026-03-09.',
  },
  import_day_to_come: { zh: '日期不能晚于今天。', en: 'The day cannot be later than today.' },
  import_not_a_count: {
    zh: '请填 0 到 1000000 的整数。',
    en: 'A whole number from 0 to 1,000,000, please.',
  },
  import_as_of_missing: {
    zh: '填了件数，就请填统计日期。',
    en: 'With counts, please give the day they are of.',
  },
  import_no_rows_enterprise: {
    zh: '文件里没有企业。',
    en: 'There is no enterprise in the file.',
  },
  import_known_enterprise: {
    zh: '台账里已有同名或同一信用代码的企业。',
    en: 'The ledger has an enterprise of this name or credit code.',
  },
  special_list_full: {
    zh: '一份清单最多 50 项。',
    en: 'A list holds 50 services at most.',
  },
  special_list_empty: {
    zh: '公示的清单至少要有一项。',
    en: 'A list that is published has at least one service.',
  },
  special_list_published: {
    zh: '这份清单已经公示。',
    en: 'This list is published already.',
  },
  special_list_ended: {
    zh: '只能编辑今年和明年的清单。',
    en: 'Only lists of this year and the next can be changed.',
  },
  special_service_changed: {
    zh: '这一项已有变动，请刷新后再操作。',
    en: 'This service has changed meanwhile. Please reload it.',
  },
} as const
