/** What the account says by itself, in the words of its users; answers and words of people stand elsewhere. */
export const texts = {
  welcome:
    '您好，这里是知识产权公共服务咨询。\n直接发送问题即可，例如：工作站怎么设立？\n回答由 AI 摘录公开文件生成，并附原文依据；需要人工时回复“转人工”。\n回复“帮助”查看全部指令。',
  help: '直接发送问题即可咨询。也可以回复：\n转人工——交给工作人员或志愿服务专家\n进度——查看转办事项到哪一步\n评价 5——给最近的答复打 1 到 5 分\n投诉 内容——投诉或举报\n继续——再看一次最近的答复\n订阅政策、退订政策——政策通知\n新咨询——换一个话题重新开始',
  ask: '请直接发送您的问题，一次问一件事，例如：商业秘密被员工带走了怎么办？',
  textOnly:
    '暂时只能读文字。请用一段话说明您的问题；需要提交图片或文件的，请先回复“转人工”，由工作人员与您约定提交方式。',
  voiceUnread: '这条语音没有识别出文字。请改用文字，或说得慢一些再发一次。',
  tooMany: '提问过于频繁，请一分钟后再发。',
  off: '自动咨询暂时关闭。需要帮助请回复“转人工”。',
  failed: '这次没有能够回答，很抱歉。请稍后再问，或回复“转人工”。',
  waiting: '已收到，正在查找依据。',
  nothingYet: '还没有可以评价的答复。',
  nothingToRepeat: '还没有答复。请直接发送您的问题。',
  rated: '已记下您的评价（{score} 分），谢谢。',
  ratedLow: '已记下您的评价（{score} 分）。很抱歉没有帮到您，我们会安排回访；也可以回复“转人工”。',
  ratingClosed: '这条答复的评价已不能再修改。',
  noCases: '您还没有转办的事项。需要人工时回复“转人工”。',
  newConversation: '好的，已重新开始。请直接发送您的问题。',
  handOver:
    '转人工需要联系方式，工作人员据此答复您。请按下面的样子回复一条消息：\n同意转人工 张三 13800000000 海淀区\n（称呼、电话或邮箱、所在区，中间用空格；区可以不写）\n回复即表示同意我们为办理此事处理这些信息；未经您单独同意，不会把联系方式交给外单位的专家。',
  handOverPage: '也可以在网页上填写：',
  handedOver: '已转给{organisation}，编号 {code}。回复“进度”可随时查看。',
  handedOverDue: '已转给{organisation}，编号 {code}，预计 {due} 前答复。回复“进度”可随时查看。',
  kfHandedOver: '已为您转接人工，请稍候。期间自动回复会停止。',
  kfNoServicer: '现在没有可以接待的工作人员。请回复“同意转人工 称呼 电话 所在区”，我们会联系您。',
  training: {
    reminder: '提醒：您报名的培训《{title}》{time} 开始（北京时间）。{where}',
    moved_up:
      '您候补的培训《{title}》已有名额，报名成功，{time} 开始（北京时间）。{where}不能参加的请在网页上取消。',
    changed: '您报名的培训《{title}》有变动，现为 {time} 开始（北京时间）。{where}',
    cancelled: '您报名的培训《{title}》已取消。原因：{reason}',
    place: '地点：{place}。',
    online: '线上参加，链接见网页“培训报名”。',
  },
  policy: {
    notice:
      '【政策通知】{title}\n{summary}\n\n依据：《{document}》（{status}，截至 {day}）\n发布：{organisation}\n回复“退订政策”可随时退订。',
    how: '政策通知按您选的主题和区发送，每周不超过几条，夜间不发，随时可以退订。请在网页“更多 › 政策订阅”里选择并同意：',
    off: '已退订政策通知，不会再发。',
    none: '您没有订阅政策通知。',
  },
  withdrawn: '已撤回 {code}，可以继续由我来回答。',
  nothingToWithdraw: '没有可以撤回的转办事项。',
  complain:
    '请在一条消息里写明，例如：投诉 我提交的问题三天没有答复。\n被投诉的人不会经手，也看不到。',
  complained: '已受理，编号 {code}，将在 {due} 前答复。',
  stateSecret: '您写的内容带有国家秘密标志，已停止处理，没有保存。请通过符合保密规定的渠道办理。',
  invalid: '没有看懂，请检查后再发一次。',
  whole: '查看全文',
  open: '打开咨询页面',
  laterUnverified: '已收到，正在查找依据。稍后点此查看答复：',
  laterAnswer: '刚才的问题的答复：',
  perhapsSeen: '此前的一条答复可能没有送达，可以在这里查看：',
  sources: '依据：',
  suggestions: '可以接着问（回复数字）：',
  rateMenu: '这次答复对您有帮助吗？',
  testUnknown: '测试码不对或已过期，请在控制台重新获取。',
  testReceived: '测试：消息已收到，验签、解密和当场回复正常。',
  testReceivedOnly:
    '测试：消息已收到，验签、解密和当场回复正常。账号没有认证或没有设置密码，不能主动发消息。',
  testPushFollows: '随后还应收到一条主动发送的消息；没有收到的，请看控制台的设置检查。',
  testPushed: '测试：主动发送正常，人工答复可以送达。',
  card: {
    title: '咨询任务 ',
    accepted: '已接单，请在 {due} 前答复。点开可写答复。',
    replied: '您已经答复，不需要再处理。',
    lapsed: '响应期限已过，没有接单；任务将另行安排。',
    declined: '您已说明不能接受，没有接单。',
    recalled: '任务已收回，不需要再处理。',
    taken: '已受理，由您办理。',
    takenByOther: '已由其他同事受理或者已办结，不需要再处理。',
    foreign: '没有处理：这件任务不在您的账号名下，或者账号需要先登录一次。请登录后查看。',
  },
  kfRateMenu: '这次咨询结束了，请您评价。',
} as const

export const ratingChoices = [
  { score: 5, word: '满意' },
  { score: 3, word: '一般' },
  { score: 2, word: '不满意' },
] as const

/** In place of stickers and the like WeChat sends this. */
export const UNSUPPORTED = '【收到不支持的消息类型，暂无法显示】'

export function fill(text: string, words: Record<string, string>): string {
  return text.replace(/\{(\w{1,20})\}/g, (placeholder, name: string) => words[name] ?? placeholder)
}
