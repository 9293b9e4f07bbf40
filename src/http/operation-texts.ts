/** What is told about figures, switches, trials and edited knowledge; part of `texts.ts`. */
export const operationTexts = {
  period_too_long: {
    zh: '时间段太长：按这种单位最多显示 400 个点。请缩短时间段，或改按周、按月统计。',
    en: 'The period is too long: at most 400 points are shown. Please shorten it, or count by week or month.',
  },
  period_wrong: {
    zh: '时间段不正确：开始日期不能晚于结束日期，对比时间段的两端要一起给出。',
    en: 'The period is wrong: it must not end before it begins, and a period to compare with needs both ends.',
  },
  gap_unknown: { zh: '没有找到这个知识缺口。', en: 'There is no such gap.' },
  gap_changed: {
    zh: '这个知识缺口刚被他人修改，请刷新后再试。',
    en: 'Somebody has just changed this gap. Please reload and try again.',
  },
  gap_drafted: {
    zh: '这个知识缺口已有精选问答草稿或已发布的精选问答。',
    en: 'This gap has a drafted or published answer already.',
  },
  gap_reason_needed: {
    zh: '请写明为什么不属于本服务（不超过 300 字）。',
    en: 'Please say why it is not ours (at most 300 characters).',
  },
  gaps_sought_already: {
    zh: '已有一次分析在排队或进行，请稍后查看结果。',
    en: 'An analysis is waiting or going on already; please look again in a moment.',
  },
  switch_reason_needed: {
    zh: '请写明原因（不超过 200 字）。',
    en: 'Please give the reason (at most 200 characters).',
  },
  entry_to_come: {
    zh: '咨询时间不能晚于现在。',
    en: 'A consultation cannot have taken place later than now.',
  },
  entry_too_old: {
    zh: '只能登记 30 天以内的咨询。',
    en: 'Only consultations of the last 30 days can be entered.',
  },
  entry_twice: {
    zh: '这一件正在登记，请到咨询档案里查看。',
    en: 'This one is being entered already. Please look into the archive.',
  },
  entry_not_yours: {
    zh: '只有登记人和管理员可以更正。',
    en: 'Only who entered it, or an administrator, can correct it.',
  },
  entry_too_late: {
    zh: '登记已超过 7 天，不能再更正。',
    en: 'It was entered more than 7 days ago and can no longer be corrected.',
  },
  entry_changed: {
    zh: '这一件刚被别人更正过，请刷新后再改。',
    en: 'Somebody has corrected this one meanwhile. Please reload it first.',
  },
  entry_held: {
    zh: '这一件设有法定保留，不能更正。',
    en: 'It is under a legal hold and cannot be corrected.',
  },
  hold_reason_needed: {
    zh: '请写明保留的理由（不超过 300 字），不要写个人信息。',
    en: 'Please give the reason (at most 300 characters), without personal data.',
  },
  hold_target_unknown: {
    zh: '没有找到要保留的咨询、转办件或投诉，请核对编号。',
    en: 'There is no such consultation, case or complaint. Please check its number.',
  },
  hold_exists: { zh: '已经设置了法定保留。', en: 'It is under a legal hold already.' },
  hold_too_late: {
    zh: '其文字已经匿名化或删除，无法再保留。',
    en: 'Its words are gone already, there is nothing left to hold.',
  },
  hold_unknown: { zh: '没有找到这项法定保留。', en: 'There is no such legal hold.' },
  hold_lifted: { zh: '这项法定保留已经解除。', en: 'This legal hold has been lifted already.' },
  channel_off: {
    zh: '网上咨询暂时停用，这个问题没有保存。您可以稍后再来，或者直接联系所在区的知识产权公共服务机构。',
    en: 'Asking on the web is switched off for the time being and this question was not saved. Please come back later, or contact the IP public service institution of your district.',
  },
  lookup_off: {
    zh: '本服务的网上咨询暂时停用，现在不能查询。请稍后再试，或者直接联系所在区的知识产权公共服务机构。',
    en: 'This service is switched off for the time being and cannot be consulted. Please try again later, or contact the IP public service institution of your district.',
  },
  catalogue_unknown: {
    zh: '清单中没有这一项。',
    en: 'There is no such entry.',
  },
  menu_changed_meanwhile: {
    zh: '菜单没有发布：文件在试运行之后又改过，或者不能发布。请再试运行一次。',
    en: 'The menu was not published: the file has changed since it was tried, or cannot be published. Please try it again.',
  },
  trial_too_often: {
    zh: '试问过于频繁，请一分钟后再试。',
    en: 'Too many trial questions. Please try again in a minute.',
  },
  knowledge_record_unknown: {
    zh: '没有找到这条记录。',
    en: 'There is no such record.',
  },
  knowledge_draft_missing: {
    zh: '这条记录没有草稿，可能刚刚已发布或放弃。',
    en: 'There is no draft of this record; it may have just been published or discarded.',
  },
  knowledge_changed_meanwhile: {
    zh: '别人刚刚改过这条记录。请看过新的内容再保存，您写的内容仍在页面上。',
    en: 'Somebody else has just changed this record. Please look at it before saving; what you wrote is still on the page.',
  },
  knowledge_form_wrong: {
    zh: '内容不符合要求，没有保存：',
    en: 'The content is not of the right form and was not saved: ',
  },
  knowledge_not_removable: {
    zh: '这种记录不能删除，只能修改。',
    en: 'A record of this kind can be changed, not removed.',
  },
  knowledge_not_edited: {
    zh: '这条记录没有已发布的修改，用的就是随软件提供的内容。',
    en: 'No edit of this record is published: what comes with the software is in use.',
  },
  knowledge_files_missing: {
    zh: '当前运行环境读不到知识文件，不能修改。',
    en: 'This runtime cannot read the knowledge files, so nothing can be changed here.',
  },
  knowledge_unchanged: {
    zh: '内容与现在使用的相同，没有需要保存的修改。',
    en: 'This is what is in use already; there is nothing to save.',
  },
} as const
