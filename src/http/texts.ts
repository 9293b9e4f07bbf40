/** What a person reads when a request can't be served, by key: the message of an `AppError`. */
const texts = {
  session_expired: {
    zh: '会话凭证无效或已过期（有效期 30 天）。请重新开始咨询，您输入的内容仍保留在本页。',
    en: 'The session is unknown or older than 30 days. Please start again; what you typed is kept on this page.',
  },
  conversation_unknown: { zh: '没有找到这次咨询。', en: 'There is no such conversation.' },
  message_unknown: { zh: '没有找到这条回答。', en: 'There is no such answer.' },
  passage_unknown: { zh: '没有找到这一条款。', en: 'There is no such clause.' },
  document_unknown: { zh: '没有找到这份文件。', en: 'There is no such document.' },
  route_unknown: { zh: '没有这个地址。', en: 'There is nothing at this address.' },
  question_empty: {
    zh: '问题是空的，请输入您想了解的内容。',
    en: 'The question is empty. Please type what you would like to know.',
  },
  question_too_long: {
    zh: '问题超过 2000 字，没有发送，内容仍在输入框中。请缩短，或分几次提问。',
    en: 'The question is longer than 2,000 characters and was not sent; it is still in the box. Please shorten it or split it.',
  },
  body_too_large: {
    zh: '发送的内容过大，没有被接收。',
    en: 'The request is too large and was not accepted.',
  },
  body_not_json: {
    zh: '发送的内容不是有效的 JSON，没有被接收。',
    en: 'The request is not valid JSON and was not accepted.',
  },
  request_invalid: {
    zh: '请求的内容不符合要求，没有被处理。',
    en: 'The request is not of the expected form and was not processed.',
  },
  idempotency_conflict: {
    zh: '同一个请求编号（Idempotency-Key）已用于另一个问题。原来的问题已保存，这一次没有处理。',
    en: 'This Idempotency-Key was already used for another question. The first was kept, this one was not processed.',
  },
  answer_running: {
    zh: '上一个问题还在回答中，请稍候再问。',
    en: 'The previous question is still being answered. Please wait a moment.',
  },
  too_many_questions: {
    zh: '提问过于频繁，请一分钟后再试，您输入的内容仍保留在本页。',
    en: 'Too many questions in a short time. Please try again in a minute; what you typed is kept on this page.',
  },
  database_unavailable: {
    zh: '数据库暂时无法使用，您的问题没有保存。请稍后重试。',
    en: 'The database is not available at the moment and your question was not saved. Please try again shortly.',
  },
  knowledge_missing: {
    zh: '知识库正在准备中，请稍后重试。',
    en: 'The knowledge base is being prepared. Please try again shortly.',
  },
  internal: {
    zh: '服务出现故障，您的请求没有完成。请稍后重试。',
    en: 'Something went wrong and your request was not completed. Please try again later.',
  },
} as const

export type TextKey = keyof typeof texts

export type Language = 'zh' | 'en'

export function textOf(key: string, language: Language): string {
  return isTextKey(key) ? texts[key][language] : key
}

function isTextKey(key: string): key is TextKey {
  return key in texts
}

/** The first of zh and en that the header names; Chinese otherwise. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const first = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1]
  return first?.toLowerCase() === 'en' ? 'en' : 'zh'
}
