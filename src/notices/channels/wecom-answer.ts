import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { SendError } from '../senders.ts'

const Answer = z.looseObject({ errcode: z.int() })

/** @throws SendError when it is no answer of the WeCom API */
export function readWecomAnswer(text: string): z.infer<typeof Answer> {
  const parsed = Answer.safeParse(parseJson(text))
  if (!parsed.success) throw new SendError('not an answer of WeCom')
  return parsed.data
}

/** What an administrator can do something about; the rest by its number. */
const reasons: Record<number, string> = {
  40_001: 'WeCom does not accept the secret',
  40_013: 'WeCom does not know the enterprise id',
  45_009: 'too many messages for WeCom',
  60_020: 'WeCom does not trust the address of this server (企业可信IP)',
  93_000: 'WeCom does not know the robot',
}

export function wecomError(errcode: number): SendError {
  return new SendError(`${reasons[errcode] ?? 'WeCom refused'} (${errcode})`)
}
