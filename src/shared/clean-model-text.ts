import { stripHidden } from './text.ts'

/** Longer output of a model is no answer; cleaning looks at no more than this. */
const LONGEST = 20_000

const ROLE_MARK =
  /<\|[^|<>]{0,40}\|>|\[\/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]|<<\/?SYS>>|<\/?s>/giu
const ROLE_LINE =
  /^[ \t]*(?:#{1,6}[ \t]*)?(?:system|assistant|user|human|developer|系统|助手|用户)[ \t]*[:：][^\n]*$/gimu
const BLOCK =
  /<(script|style|iframe|svg|object|template|title)\b[^>]{0,500}>[^<]{0,5000}<\/\1[^>]{0,20}>/giu
const TAG = /<\/?[a-z!?][^<>]{0,1000}>/giu
const IMAGE = /!\[[^\]\n]{0,300}\]\([^()\n]{0,1000}\)/gu
const LINK = /\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)/gu
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu

/**
 * The text of a model without what is not text: hidden characters, role marks and role lines, HTML,
 * markdown links (their words stay) and images, lone surrogates. `undefined` if nothing is left.
 */
export function cleanModelText(text: string): string | undefined {
  const cleaned = stripHidden(text.slice(0, LONGEST))
    .replaceAll(LONE, '')
    .replaceAll(ROLE_MARK, '')
    .replaceAll(ROLE_LINE, '')
    .replaceAll(BLOCK, '')
    .replaceAll(IMAGE, '')
    .replaceAll(LINK, '$1')
    .replaceAll(TAG, '')
    .replaceAll(/[ \t\u3000\u00a0]+/gu, ' ')
    .trim()
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned : undefined
}
