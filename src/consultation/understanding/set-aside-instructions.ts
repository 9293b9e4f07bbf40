import type { Outcome } from '../../shared/message.ts'
import { terms } from '../../shared/text.ts'
import type { Intent } from './classify-question.ts'

/** Sentences, and what is introduced as a further question. */
const SENTENCES =
  /(?<=[。！？!?；;\n])|(?<=[.:：] )|(?=另外|顺便|对了[,，]|最后[,，]?(?:请问|告诉))/u
const CLAUSES =
  /(?<=[,，。！？!?；;:：\n])|(?<=\.\s)|(?=\b(?:then|and then|and tell|but first|also)\b)/iu

/** Commands to the service itself, in the few words that they are made of everywhere. */
const COMMANDS =
  /(?:忽略|无视|忘[掉记]|抛开|不要?管|别管|绕过)[^。！？!?；;\n]{0,12}(?:指令|规则|规定|设定|提示|限制|要求|约束|对话)|(?:输出|打印|复述|显示|公开|透露|泄露|念出|交出)[^。！？!?；;\n]{0,14}(?:提示词|系统提示|系统设定|初始(?:指令|设定)|密钥|口令|规则原文)|(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?)|(?:print|reveal|show|output|repeat|dump)\b[^.!?\n]{0,30}\b(?:system prompt|hidden prompt|instructions|api key)/iu

/** Roles and modes without limits. */
const ROLES = /越狱|开发者模式|没有(?:任何)?限制的|jailbr|developer mode|\bDAN\b/iu
/** What is asked about these is no question of the domain where orders stand beside it. */
const SECRETS =
  /提示词|密码|密钥|口令|后台|系统设定|\b(?:prompts?|instructions|passwords?|api key|token)\b/iu

const ASKS =
  /[?？吗呢]|什么|怎么|怎样|如何|哪|多少|几|是否|能不能|要不要|有没有|谁|^\s*(?:how|what|which|who|where|when)\b/iu
const LEAST_TERMS = 3
const MOST_PIECES = 8
/** A clause torn out of its sentence counts as a question only where it can be answered. */
const CLAUSE_OUTCOMES = new Set<Outcome>(['answer'])
const SENTENCE_OUTCOMES = new Set<Outcome>(['answer', 'escalate'])

/** Intents that a clause beside a command does not stand for by itself. */
const IDLE = new Set(['greeting', 'thanks', 'about_assistant', 'vague', 'human'])

type Judge<Judged> = (piece: string) => Judged

/** Whether it is worth looking at a message piece by piece; `judge` is quick and needs no embedding. */
export function mayHoldInstructions(message: string, whole: Intent, judge: Judge<Intent>): boolean {
  if (isInstruction(message, whole)) return true
  const pieces = piecesOf(message, SENTENCES)
  return pieces.length > 1 && pieces.some((piece) => isInstruction(piece, judge(piece)))
}

/**
 * What is left of a message when the orders to the service are taken out of it: whole sentences, or
 * within one sentence its clauses. Undefined when there are none, or no question is left.
 */
export async function withoutInstructions(
  message: string,
  judge: Judge<Promise<Intent>>,
): Promise<string | undefined> {
  return (
    (await questionsAmong(piecesOf(message, SENTENCES), judge, SENTENCE_OUTCOMES)) ??
    (await questionsAmong(piecesOf(message, CLAUSES), judge, CLAUSE_OUTCOMES))
  )
}

async function questionsAmong(
  pieces: string[],
  judge: Judge<Promise<Intent>>,
  outcomes: ReadonlySet<Outcome>,
): Promise<string | undefined> {
  if (pieces.length < 2 || pieces.length > MOST_PIECES) return undefined
  const judged = await Promise.all(
    pieces.map(async (piece) => ({ piece, intent: await judge(piece) })),
  )
  const orders = judged.filter(({ piece, intent }) => isInstruction(piece, intent))
  const questions = judged
    .filter((each) => !orders.includes(each))
    .filter(({ piece, intent }) => {
      return (
        ASKS.test(piece) &&
        !SECRETS.test(piece) &&
        outcomes.has(intent.outcome) &&
        !IDLE.has(intent.intent)
      )
    })
  if (orders.length === 0 || questions.length === 0) return undefined
  return questions.map(({ piece }) => tidy(piece)).join(' ')
}

function piecesOf(message: string, boundary: RegExp): string[] {
  return message.split(boundary).filter((piece) => terms(piece).length >= LEAST_TERMS)
}

/** Whether it orders the service about, or seems to. */
function isInstruction(piece: string, { intent, outcome }: Intent): boolean {
  return (
    COMMANDS.test(piece) || ROLES.test(piece) || (outcome === 'refuse' && intent === 'injection')
  )
}

function tidy(piece: string): string {
  return piece
    .replace(
      /^[\s,，。;；:：]*(?:另外|顺便(?:问一下|问)?|对了|最后|然后|then|and then|also)?[\s,，]*/iu,
      '',
    )
    .replace(/[\s,，]+$/u, '')
}
