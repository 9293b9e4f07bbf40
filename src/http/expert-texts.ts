/** What is told about the roster, the rota, imports and curated answers; part of `texts.ts`. */
export const expertTexts = {
  expert_unknown: { zh: '没有找到这位专家。', en: 'There is no such expert.' },
  expert_exists: {
    zh: '名录里已有同名同单位的专家，或备案号已被使用。',
    en: 'The roster has an expert of this name and employer, or with this filing number.',
  },
  expert_removed: {
    zh: '这位专家已取消资格，不能再更改。',
    en: 'This expert was removed from the roster and cannot be changed.',
  },
  expert_standing_conflict: {
    zh: '这位专家目前的状态不能这样办理，可能刚刚被更改。',
    en: 'The expert’s standing does not allow this; it may have just been changed.',
  },
  expert_organisation_needed: {
    zh: '请说明是哪个机构的名录。',
    en: 'Please say which organisation’s roster is meant.',
  },
  district_unknown: {
    zh: '服务区域不在区域名录中。',
    en: 'A district is not one of the catalogue.',
  },
  reason_needed: { zh: '请说明理由。', en: 'Please give the reason.' },
  leave_unknown: { zh: '没有找到这次请假。', en: 'There is no such leave.' },
  leave_days_wrong: {
    zh: '请假的结束日期早于开始日期。',
    en: 'The leave ends before it begins.',
  },
  leave_past: { zh: '请假的日期已经过去。', en: 'The leave lies in the past.' },
  leave_overlaps: {
    zh: '与已登记的请假重叠。',
    en: 'It overlaps leave that is noted already.',
  },
  leave_too_many: { zh: '登记的请假过多。', en: 'Too much leave is noted.' },
  duty_unknown: { zh: '没有找到这次轮值。', en: 'There is no such duty.' },
  swap_changes_nothing: {
    zh: '换班的两次轮值属于同一人或同一周。',
    en: 'Both duties are of the same person or in the same week.',
  },
  swap_already_on_duty: {
    zh: '换班的一方当周已经轮值。',
    en: 'One of them is on duty in that week already.',
  },
  swap_not_active: {
    zh: '换班的一方已暂停或退出，或未同意接受派件。',
    en: 'One of them is suspended, has left, or does not take cases.',
  },
  swap_on_leave: {
    zh: '换班的一方当周请假。',
    en: 'One of them is on leave in that week.',
  },
  rotation_exists: {
    zh: '这段时间已有轮值表。要重新安排，请选择“替换”。',
    en: 'There is a plan for these weeks. Choose “replace” to plan them again.',
  },
  rotation_past: { zh: '这一周已经过去。', en: 'The week lies in the past.' },
  curated_unknown: { zh: '没有找到这条精选问答。', en: 'There is no such curated answer.' },
  curated_changed: {
    zh: '这条精选问答刚刚被更改，请刷新后重试。',
    en: 'The curated answer has just been changed. Please reload and try again.',
  },
  curated_state_conflict: {
    zh: '这条精选问答目前的状态不能这样办理。',
    en: 'The state of this curated answer does not allow this.',
  },
  curated_confidential: {
    zh: '保密事项不能整理为精选问答。',
    en: 'A confidential case is never made into a curated answer.',
  },
  curated_review_past: { zh: '复核日期须在今天之后。', en: 'The review date must lie ahead.' },
  curated_personal_data: {
    zh: '内容中还有个人信息，请先删去。',
    en: 'There is personal data left in it. Please take it out first.',
  },
  curated_names_left: {
    zh: '内容中还有咨询人或当事人的名称，请先删去。',
    en: 'Names of who asked, or of the other party, are left in it. Please take them out first.',
  },
  curated_own: {
    zh: '须由执笔人以外的另一位工作人员发布。',
    en: 'Somebody else than who wrote it must publish it.',
  },
  identity_not_confirmed: {
    zh: '请确认已删去所有能识别人员和单位的内容。',
    en: 'Please confirm that nothing in it tells who asked or about whom.',
  },
  reply_unknown: {
    zh: '没有找到这份已送达的答复。',
    en: 'There is no such reply that was delivered.',
  },
  import_too_large: {
    zh: '文件超过 1 MB，没有导入。请拆分后再试。',
    en: 'The file is larger than 1 MB and was not imported. Please split it.',
  },
  import_refused: {
    zh: '没有导入任何一行，原因见各行。',
    en: 'Nothing was imported; the rows say why.',
  },
  import_missing: { zh: '必须填写。', en: 'This is needed.' },
  import_too_long: { zh: '超过 200 字。', en: 'Longer than 200 characters.' },
  import_not_one_line: {
    zh: '含有换行或不可见字符。',
    en: 'Holds line breaks or invisible characters.',
  },
  import_not_a_number: {
    zh: '不是范围内的整数（年限 0—70，在办上限 1—50）。',
    en: 'Not a whole number in range (years 0–70, capacity 1–50).',
  },
  import_unknown_field: {
    zh: '有不认识的领域。可填：综合、专利、商标、版权、商业秘密、数据知识产权、地理标志、集成电路布图设计。',
    en: 'A field is not known. Those there are: 综合、专利、商标、版权、商业秘密、数据知识产权、地理标志、集成电路布图设计.',
  },
  import_unknown_district: {
    zh: '有不在区域名录中的区域，请写全称，如“海淀区”。',
    en: 'A district is not in the catalogue; write its full name, such as 海淀区.',
  },
  import_unknown_language: {
    zh: '有不认识的语言，请写“中文”“英文”或两三个字母的代码。',
    en: 'A language is not known; write 中文, 英文 or a code of two or three letters.',
  },
  import_too_many: { zh: '一格里超过 50 项。', en: 'More than 50 entries in one cell.' },
  import_not_yes_or_no: { zh: '请填“是”或“否”。', en: 'Please write yes or no.' },
  import_not_an_email: { zh: '不是邮箱地址。', en: 'Not an e-mail address.' },
  import_not_a_phone: { zh: '不是电话号码。', en: 'Not a telephone number.' },
  import_unknown_encoding: {
    zh: '文件既不是 UTF-8 也不是 GB18030 编码的文字，请另存为 CSV（逗号分隔）后再试。',
    en: 'The file is neither UTF-8 nor GB18030 text. Please save it as CSV and try again.',
  },
  import_unreadable: {
    zh: '这一行的引号没有成对，无法读取。',
    en: 'The quotes of this row do not match, so it cannot be read.',
  },
  import_column_missing: { zh: '缺少这一列。', en: 'This column is missing.' },
  import_column_unknown: { zh: '不认识这一列。', en: 'This column is not known.' },
  import_column_twice: { zh: '这一列出现了两次。', en: 'This column is there twice.' },
  import_no_rows: { zh: '文件里没有专家。', en: 'There is no expert in the file.' },
  import_too_many_rows: {
    zh: '超过 2000 行，请拆分后再试。',
    en: 'More than 2,000 rows. Please split the file.',
  },
  import_row_too_long: {
    zh: '这一行的格子比表头多。',
    en: 'This row has more cells than the header.',
  },
  import_known: {
    zh: '名录里已有同名同单位的专家，或备案号已被使用。',
    en: 'The roster has an expert of this name and employer, or with this filing number.',
  },
  import_twice: {
    zh: '与文件中前面的一行重复。',
    en: 'Repeats an earlier row of the file.',
  },
} as const
