/** Of versions of documents and of the correction of past answers. */
export const documentTexts = {
  document_version_unknown: {
    zh: '没有找到这个文件版本。',
    en: 'There is no such version of a document.',
  },
  document_changed: {
    zh: '这个版本已被别人修改或处理，请刷新后重试。',
    en: 'Somebody else has changed or dealt with this version. Please reload and try again.',
  },
  document_second_person: {
    zh: '上传人和最后修改人不能发布，请另一位同事核对后发布。',
    en: 'Who uploaded it or changed it last cannot publish it. Somebody else has to check and publish.',
  },
  document_too_long: {
    zh: '文件内容过长，没有保存。请拆分后分别上传。',
    en: 'The text is too long and was not kept. Please split it and upload the parts.',
  },
  document_file_missing: { zh: '请选择要上传的文件。', en: 'Please choose a file to upload.' },
  document_name_wrong: {
    zh: '文件代号只能用小写字母、数字和连字符，以字母开头，最多 40 个字符。',
    en: 'The name of a document has small letters, digits and hyphens, begins with a letter, and has at most 40 characters.',
  },
  document_title_missing: { zh: '请填写标题。', en: 'Please give the title.' },
  document_day_wrong: {
    zh: '日期的写法不正确，应如 2026-05-01。',
    en: 'A day is written like 2026-05-01.',
  },
  document_effective_missing: {
    zh: '标为有效的文件要填写施行日期。',
    en: 'A document that is in force needs the day on which it took effect.',
  },
  document_ended_missing: {
    zh: '标为失效的文件要填写最后有效日。',
    en: 'A document that has ended needs its last day in force.',
  },
  document_draft_has_days: {
    zh: '征求意见稿没有施行和失效日期，请清空，或者改正状态。',
    en: 'A draft for comment has no days in force. Please empty them or change the status.',
  },
  document_undated_has_days: {
    zh: '填写了施行或失效日期，请把状态改为有效或失效。',
    en: 'There are days in force: please set the status to in force or ended.',
  },
  document_days_disordered: {
    zh: '结束日期早于开始日期，请核对。',
    en: 'A last day lies before its first day. Please check.',
  },
  document_title_says_draft: {
    zh: '标题写明是征求意见稿，不能标为有效、失效或未载明。',
    en: 'The title says that this is a draft, so its status must be draft.',
  },
  recall_unknown: { zh: '没有找到这份更正清单。', en: 'There is no such list of corrections.' },
  recall_not_ready: {
    zh: '清单还没有形成，或者已经作废。',
    en: 'The list is not there yet, or is no longer valid.',
  },
  recall_nothing_open: {
    zh: '这些答复已经处理过了。',
    en: 'These answers have been dealt with already.',
  },
} as const satisfies Record<string, { zh: string; en: string }>
