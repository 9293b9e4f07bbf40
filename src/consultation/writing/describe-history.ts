import type { Mask } from '../../privacy/mask-personal-data.ts'
import { asData } from '../../prompts/as-data.ts'
import type { HistoryTurn } from '../draft.ts'

const TURNS = 4
const LONGEST_TURN = 500

/** The last turns as a prompt shows them, with personal data masked. */
export function describeHistory(history: HistoryTurn[], { mask }: Mask): string {
  return history
    .slice(-TURNS)
    .map(({ role, text }) => {
      const speaker = role === 'asker' ? 'asker' : 'service'
      return `<turn by="${speaker}">${mask(asData(text, LONGEST_TURN))}</turn>`
    })
    .join('\n')
}
