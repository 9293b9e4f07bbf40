import { noticeNeeds } from './notices/settings.ts'
import { wechatNeeds, wechatProblems } from './wechat/settings.ts'

/** Settings that need others, or are handy for trying the service out and wrong for running it. */
export function problemsBetween(given: Record<string, unknown>): string[] {
  const needs = (name: string, ...others: string[]) =>
    name in given && others.some((other) => !(other in given))
      ? [`${name} needs ${others.join(' and ')}`]
      : []
  const showsAnywhere = (given.EMBED_ORIGINS ?? '*') === '*'
  const isProduction = given.DEPLOYMENT === 'production'
  const isUnsafe = isProduction && showsAnywhere
  const lacksKey = !('MASTER_KEY' in given) && !('MASTER_KEY_FILE' in given)
  return [
    ...needs('EMBEDDING_MODEL', 'OPENAI_BASE_URL', 'EMBEDDING_DIMENSIONS'),
    ...needs('CHAT_MODEL', 'OPENAI_BASE_URL'),
    ...needs('RERANK_URL', 'RERANK_MODEL'),
    ...needs('RERANK_MODEL', 'RERANK_URL'),
    ...[...noticeNeeds, ...wechatNeeds].flatMap(([name, ...others]) => needs(name, ...others)),
    ...wechatProblems(given),
    ...('MASTER_KEY' in given && 'MASTER_KEY_FILE' in given
      ? ['MASTER_KEY: give it or MASTER_KEY_FILE, not both']
      : []),
    ...(isProduction && lacksKey && 'DATABASE_URL' in given
      ? ['MASTER_KEY: in production with DATABASE_URL give it or MASTER_KEY_FILE']
      : []),
    ...(isUnsafe ? ['EMBED_ORIGINS: in production name the sites that may show the widget'] : []),
  ]
}
