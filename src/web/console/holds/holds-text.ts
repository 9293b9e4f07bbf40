const zh = {
  intro:
    '法定保留期间，咨询及其转办件、投诉的文字既不会到期匿名化，也不会因服务对象要求而删除。设置和解除都记入审计。',
  state: '状态',
  states: { open: '保留中', all: '全部' },
  none: '没有法定保留。',
  caption: '法定保留',
  columns: { what: '保留对象', reason: '理由', set: '设置', lifted: '解除', step: '操作' },
  targets: { consultation: '咨询', case: '转办件', complaint: '投诉举报' },
  set: '设置法定保留',
  setNote: '保留整个会话，直到解除。理由里不要写个人信息。',
  lift: '解除',
  liftOf: (what: string) => `解除：${what}`,
  liftNote: '解除后，已过保存期或服务对象已要求删除的内容，次日匿名化或删除。',
  reason: '理由',
  kind: '类别',
  number: '档案号或编号',
  wrongNumber: '咨询请填档案号（数字），转办件和投诉请填编号。',
  isSet: '已设置法定保留',
  isLifted: '已解除法定保留',
  by: (name: string) => `（${name}）`,
}

const en: typeof zh = {
  intro:
    'Under a legal hold the words of a consultation, its cases and complaints are neither removed at the end of their term nor erased when the asker wants it. Setting and lifting are audited.',
  state: 'State',
  states: { open: 'Held', all: 'All' },
  none: 'There is no legal hold.',
  caption: 'Legal holds',
  columns: { what: 'Held', reason: 'Reason', set: 'Set', lifted: 'Lifted', step: 'Step' },
  targets: { consultation: 'Consultation', case: 'Case', complaint: 'Complaint' },
  set: 'Set a legal hold',
  setNote: 'The whole conversation is kept until it is lifted. No personal data in the reason.',
  lift: 'Lift',
  liftOf: (what) => `Lift: ${what}`,
  liftNote:
    'Afterwards, what is past its term, or was to be erased, loses its words on the next day.',
  reason: 'Reason',
  kind: 'Kind',
  number: 'Number or code',
  wrongNumber: 'A number for a consultation; the code for a case or a complaint.',
  isSet: 'The legal hold is set',
  isLifted: 'The legal hold is lifted',
  by: (name) => ` (${name})`,
}

export const holdsText = { zh, en }
