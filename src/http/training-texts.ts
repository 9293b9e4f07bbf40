/** Of sessions of training, and of those who register for them. */
export const trainingTexts = {
  training_unknown: { zh: '没有找到这场培训。', en: 'There is no such training session.' },
  registration_unknown: { zh: '没有找到这条报名。', en: 'There is no such registration.' },
  registration_closed: {
    zh: '这场培训已停止报名。',
    en: 'Registration for this session is closed.',
  },
  training_begun: {
    zh: '培训已经开始或已取消，不能再取消报名。',
    en: 'The session has begun or was cancelled, so the registration stays as it is.',
  },
  telephone_needed: {
    zh: '请填写能联系到您的电话：7 至 20 位数字，可含空格、连字符、括号和开头的加号。',
    en: 'Please give a telephone number of 7 to 20 digits; spaces, hyphens, brackets and a leading plus are fine.',
  },
  check_in_closed: {
    zh: '现在不能签到：只能在培训当天、由已报名的人签到。',
    en: 'You cannot check in now: only on the day of the session, and only who has registered.',
  },
  room_code_wrong: { zh: '签到码不正确。', en: 'The code is wrong.' },
  room_code_tries: {
    zh: '签到码错误次数过多，请现场的工作人员为您签到。',
    en: 'Too many wrong codes. Please ask the staff in the room to check you in.',
  },
  rating_before_training: {
    zh: '签到后才能评价培训。',
    en: 'Only those who checked in can rate the session.',
  },
  questionnaire_answer: {
    zh: '问卷已经更新，或有一项不符合要求。请刷新后再试。',
    en: 'The questionnaire has changed, or an answer does not fit. Please reload.',
  },
  training_changed: {
    zh: '这场培训刚刚被改动，或已不在可以这样办理的状态。请刷新后再试。',
    en: 'The session has just been changed, or its state does not allow this. Please reload.',
  },
  training_seats_taken: {
    zh: '名额不能少于已报名的人数。',
    en: 'There cannot be fewer seats than people who have registered.',
  },
  training_times_wrong: {
    zh: '时间不对：结束应晚于开始，报名截止不能晚于开始。',
    en: 'The times do not fit: the end comes after the beginning, and registration closes no later than it begins.',
  },
  training_past: {
    zh: '报名截止时间已过，请先修改时间。',
    en: 'The time to register is over already. Please change it first.',
  },
  training_not_begun: {
    zh: '培训还没有开始，不能这样办理。',
    en: 'The session has not begun, so this cannot be done yet.',
  },
  training_place_needed: {
    zh: '请填写地点，或线上参加的链接。',
    en: 'Please give a place, or a link for taking part online.',
  },
  link_not_https: {
    zh: '链接须以 https:// 开头，只含域名和路径，不含账号、端口和空格。',
    en: 'The link begins with https:// and holds a domain and a path only: no account, port or spaces.',
  },
  course_unknown: {
    zh: '没有找到其中的课程。',
    en: 'One of the courses is not in the syllabus.',
  },
} as const
