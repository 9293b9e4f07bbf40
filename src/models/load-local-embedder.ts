import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Embedder } from './embedder.ts'

const DIMENSIONS = 512
/** Five decimals: more would only make longer statements, the database keeps half precision. */
const STEPS = 1e5
/** The model knows 512 positions. */
const MOST_TOKENS = 512
/** No text of 512 tokens is longer; what lies behind is not looked at. */
const MOST_CHARACTERS = 4_000

/**
 * bge-small-zh-v1.5, quantised, from `modelDir`: Chinese text to 512 numbers of length 1, without
 * a network. One text a run: dynamic quantisation makes a vector depend on its batch.
 * @throws when a file of the model is missing or damaged
 */
export async function loadLocalEmbedder(modelDir: string): Promise<Embedder> {
  const [model, vocabulary] = await Promise.all([
    readFile(join(modelDir, 'model.onnx')),
    readFile(join(modelDir, 'tokenizer.json'), 'utf8'),
  ])
  const checksum = createHash('sha256').update(model).update(vocabulary).digest('hex')
  const tokenizer = new Tokenizer(JSON.parse(vocabulary), {})
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  })
  const embed = async (text: string): Promise<number[]> => {
    const ids = tokenizer.encode(text.slice(0, MOST_CHARACTERS)).ids
    const kept =
      ids.length > MOST_TOKENS ? [...ids.slice(0, MOST_TOKENS - 1), ...ids.slice(-1)] : ids
    const output = await session.run(inputsOf(kept))
    return unit(output['last_hidden_state'])
  }
  return {
    name: `bge-small-zh-v1.5-q@${checksum.slice(0, 8)}`,
    dimensions: DIMENSIONS,
    outside: false,
    embeddings: {
      embedQuery: embed,
      embedDocuments: async (texts) => {
        const vectors: number[][] = []
        for (const text of texts) {
          vectors.push(await embed(text))
          await nextTurn()
        }
        return vectors
      },
    },
  }
}

function inputsOf(ids: number[]) {
  const shape = [1, ids.length]
  const zeros = new BigInt64Array(ids.length)
  return {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    token_type_ids: new Tensor('int64', zeros, shape),
  }
}

/** The first token's vector (CLS pooling; the model gives no other), brought to length 1. */
function unit(hidden: Tensor | undefined): number[] {
  if (!(hidden?.data instanceof Float32Array)) throw new Error('the model gave no vectors')
  const first = Array.from(hidden.data.subarray(0, DIMENSIONS))
  const length = Math.sqrt(first.reduce((sum, value) => sum + value * value, 0)) || 1
  return first.map((value) => Math.round((value / length) * STEPS) / STEPS)
}
