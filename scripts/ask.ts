import { parseArgs } from 'node:util'
import { consult } from '../src/consultation/consult.ts'
import { loadKnowledge } from '../src/knowledge/runtime-knowledge.ts'
import { newId } from '../src/shared/ids.ts'
import { openCommand } from './open-command.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
})
const text = positionals.join(' ').trim()
if (text === '' || (values.only !== undefined && values.only !== 'retrieve')) {
  console.error('usage: npm run ask -- "question" [--only retrieve]')
  process.exit(2)
}

const { deps, close } = await openCommand()
const { answer, draft } = await consult(deps, await loadKnowledge(deps), {
  messageId: newId(),
  conversationId: newId(),
  channel: 'web',
  text,
  history: [],
})
await close()

if (values.only === 'retrieve') {
  for (const { document, locator, score, dense, words, ledBy, text: passage } of draft.found) {
    const scores = [score, dense, words].map((each) => each.toFixed(3)).join(' ')
    const led = ledBy.join('+').padEnd(18)
    console.log(
      `${scores}  ${led}  ${document}#${locator}  ${passage.slice(0, 60).replaceAll('\n', ' ')}`,
    )
  }
} else {
  console.log(`${answer.text}\n`)
  for (const { n, title, heading, statusText, url } of answer.citations) {
    console.log(`[${n}] ${title} › ${heading}（${statusText}） ${url}`)
  }
  const { level, topics, reasons } = answer.routing
  console.log(
    `\n${answer.outcome}/${answer.reason} · ${answer.coverage} · ${level} · ${[...topics, ...reasons].join('、')}`,
  )
  console.log(answer.label)
}
