import { type ChatModel, type ChatUsage, readAll } from '../../src/models/chat-model.ts'

/** Tokens by purpose of the call. */
export type TokenCount = Map<string, ChatUsage>

/** The same model, which adds up what each purpose takes. A call that fails tells no count. */
export function countTokens(model: ChatModel, counted: TokenCount): ChatModel {
  const stream: ChatModel['stream'] = async function* (request) {
    const usage = yield* model.stream(request)
    const before = counted.get(request.purpose) ?? { promptTokens: 0, completionTokens: 0 }
    counted.set(request.purpose, {
      promptTokens: before.promptTokens + usage.promptTokens,
      completionTokens: before.completionTokens + usage.completionTokens,
    })
    return usage
  }
  return { name: model.name, stream, complete: (request) => readAll(stream(request)) }
}

export function sumTokens(counts: Iterable<ChatUsage>): ChatUsage {
  let sum = { promptTokens: 0, completionTokens: 0 }
  for (const { promptTokens, completionTokens } of counts) {
    sum = {
      promptTokens: sum.promptTokens + promptTokens,
      completionTokens: sum.completionTokens + completionTokens,
    }
  }
  return sum
}
