import type { Language } from '../shared/language.ts'
import type { ListName } from './routes.ts'

const zhLists: Record<ListName, string> = { offered: '待接单', doing: '处理中', done: '已完成' }
const enLists: Record<ListName, string> = { offered: 'To answer', doing: 'In hand', done: 'Done' }

const zh = {
  title: '专家工作台',
  navigation: '工作台栏目',
  tickets: '我的工单',
  notices: '通知',
  me: '我的',
  unread: (count: number) => `${count} 条未读`,
  skip: '跳到正文',
  offline: '网络已断开。您写的内容都存在本机，恢复网络后再提交。',
  lists: zhLists,
  empty: {
    offered: '现在没有等您接单的任务。有新任务时会通知您。',
    doing: '没有处理中的任务。',
    done: '还没有办完的任务。',
  } satisfies Record<ListName, string>,
  confidential: '保密',
  confidentialLine: '保密任务，打开后查看',
  urgent: '紧急',
  states: {
    offered: '待接单',
    accepted: '待答复',
    replied: '工作人员审核中',
    closed: '已办结',
    declined: '已谢绝',
    lapsed: '已逾期退回',
    recalled: '已被收回',
  },
  respond: '回应',
  reply: '答复',
  doneOn: (time: string) => `${time} 结束`,
  refresh: '刷新',
  noticesTitle: '通知',
  noNotices: '还没有通知。',
  readAll: '全部标为已读',
  read: '标为已读',
  isUnread: '未读',
  more: '更多',
  openTicket: '打开任务',
}

const en: typeof zh = {
  title: 'Expert workbench',
  navigation: 'Sections of the workbench',
  tickets: 'My tickets',
  notices: 'Notices',
  me: 'Me',
  unread: (count) => `${count} unread`,
  skip: 'Skip to content',
  offline:
    'You are offline. What you write stays on this device; send it once you are back online.',
  lists: enLists,
  empty: {
    offered: 'No ticket waits for your answer. You will be told when there is one.',
    doing: 'No ticket is in hand.',
    done: 'No ticket is done yet.',
  },
  confidential: 'Confidential',
  confidentialLine: 'Confidential: open it to read',
  urgent: 'Urgent',
  states: {
    offered: 'To be answered',
    accepted: 'Reply due',
    replied: 'Under review by staff',
    closed: 'Finished',
    declined: 'Declined',
    lapsed: 'Lapsed',
    recalled: 'Recalled',
  },
  respond: 'Respond',
  reply: 'Reply',
  doneOn: (time) => `Ended ${time}`,
  refresh: 'Refresh',
  noticesTitle: 'Notices',
  noNotices: 'No notices yet.',
  readAll: 'Mark all as read',
  read: 'Mark as read',
  isUnread: 'unread',
  more: 'More',
  openTicket: 'Open ticket',
}

export const expertText: Record<Language, typeof zh> = { zh, en }
