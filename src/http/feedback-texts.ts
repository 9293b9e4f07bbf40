/** Of ratings, complaints, follow-ups, the archive and the asker's rights. */
export const feedbackTexts = {
  rating_before_answer: {
    zh: '回答还没有完成，暂时不能评价。',
    en: 'The answer is not finished yet, so it cannot be rated.',
  },
  rating_before_reply: {
    zh: '这件转办还没有答复，暂时不能评价。',
    en: 'This case has no reply yet, so it cannot be rated.',
  },
  rating_final: {
    zh: '评价已超过可修改的期限，原来的评价保持不变。',
    en: 'The time for changing this rating is over; it stays as it was.',
  },
  state_secret_text: {
    zh: '文字带有国家秘密标志，没有保存。请勿在互联网上提交涉密内容，请通过线下途径联系。',
    en: 'The text bears a state-secret mark and was not stored. Please do not send such content over the internet; contact us offline.',
  },
  complaint_unknown: { zh: '没有找到这件投诉举报。', en: 'There is no such complaint.' },
  complaint_changed: {
    zh: '这件投诉举报已被他人处理，或不在可以这样办理的状态。请刷新后再试。',
    en: 'Somebody else has handled this complaint, or its state does not allow this. Please reload.',
  },
  too_many_complaints: {
    zh: '一天内提交的投诉举报过多，请明天再试。',
    en: 'Too many complaints within a day. Please try again tomorrow.',
  },
  follow_up_unknown: { zh: '没有找到这次回访。', en: 'There is no such follow-up.' },
  follow_up_done: { zh: '这次回访已经完成。', en: 'This follow-up is done already.' },
  no_open_case: {
    zh: '您没有正在办理的转办件，没有可更正的联系方式。',
    en: 'You have no case under way, so there is no contact data to correct.',
  },
  consultation_unknown: { zh: '没有找到这次咨询。', en: 'There is no such consultation.' },
  consultation_confidential: {
    zh: '这次咨询要求保密，只有市中心的管理员可以查看内容。',
    en: 'This consultation is confidential: only administrators of the city centre see its text.',
  },
  clause_changed: {
    zh: '引用的条款已经变更，无法按当时的文本导出。',
    en: 'A cited clause has changed since, so the evidence cannot be exported as it stood.',
  },
  result_of_request: {
    zh: '只有服务预约和对接需求可以登记办理结果；咨询请直接答复。',
    en: 'Only a service request or a referral has a result. Please answer a consultation instead.',
  },
  result_day_wrong: { zh: '办理日期不能晚于今天。', en: 'The day cannot lie ahead.' },
  result_follow_up_past: { zh: '回访日期须在今天之后。', en: 'The follow-up must lie ahead.' },
  result_by_one: {
    zh: '办理单位只填一个名称，不列举，不排名。',
    en: 'Please name one body only: no list, no ranking.',
  },
  job_unknown: { zh: '没有找到这项任务。', en: 'There is no such work.' },
  job_not_dead: {
    zh: '这项任务没有办理失败，不需要重试。',
    en: 'This work was not given up, so there is nothing to try again.',
  },
  complaint_about_unknown: {
    zh: '没有找到其中的账号。',
    en: 'One of the accounts is not known.',
  },
} as const
