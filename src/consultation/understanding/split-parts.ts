import { terms } from '../../shared/text.ts'

const LEAST_TERMS = 3
const MOST_PARTS = 4

/** The questions of one message: split at question marks, semicolons and enumerations. */
export function splitParts(question: string): string[] {
  const pieces = question
    .split(
      /(?<=[?？;；!！\n])|(?:另外|还有|以及另外|顺便问一下|顺便问|再问一下)[,，:：]?|[一二三四]、/u,
    )
    .map((piece) => piece.replace(/^[\s,，。;；]+|[\s;；]+$/gu, ''))
    .filter((piece) => terms(piece).length >= LEAST_TERMS)
  const asking = pieces.length > 1 ? pieces.slice(0, MOST_PARTS) : []
  return asking.length > 1 ? asking : [question]
}
