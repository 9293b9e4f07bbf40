import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { secrecyIncidents } from '../../../src/db/schema/index.ts'
import type { Database } from '../../../src/db/database.ts'
import { ask, askStreaming, begin, bearer, get } from '../../support/front-door.ts'
import { test } from '../../support/test-deps.ts'

const CANARY = 'CANARY7f3a绿皮车'

/** Where any text column of any table holds the words. */
async function placesOf(db: Database, words: string): Promise<string[]> {
  const { rows } = await db.execute<
    Record<'table_schema' | 'table_name' | 'column_name', string>
  >(sql`
    select table_schema, table_name, column_name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema')
      and data_type in ('text', 'character varying', 'json', 'jsonb', 'USER-DEFINED')
      and udt_name not in ('halfvec', 'sparsevec', 'vector')`)
  const places: string[] = []
  for (const { table_schema: schema, table_name: table, column_name: column } of rows) {
    const found = await db.execute(sql`
      select 1 from ${sql.identifier(schema)}.${sql.identifier(table)}
      where strpos(${sql.identifier(column)}::text, ${words}) > 0 limit 1`)
    if (found.rows.length > 0) places.push(`${table}.${column}`)
  }
  return places
}

const marked = [
  `机密★10年 ${CANARY}`,
  `${CANARY}\n绝密 ★ 长期`,
  `秘密★${CANARY}`,
  `密级：机密 ${CANARY}`,
  `密 级 : 绝 密 ${CANARY}`,
  `★绝密 ${CANARY}`,
  `機密★${CANARY}`,
  `机\u200b密★ ${CANARY}`,
  `机密＊5年 ${CANARY}`,
  `国家秘密★20年 ${CANARY}`,
  `机密（10年）${CANARY}`,
  `绝密文件，保密期限三十年 ${CANARY}`,
  `机密级★20年 ${CANARY}`,
  `【机密】保密期限10年 ${CANARY}`,
  `机密 ▲ 10年 ${CANARY}`,
  `绝密·10年 ${CANARY}`,
]

test.for(marked)('“%s” leaves nothing but an incident', async (text, { app, deps }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, text)
  expect(answer).toMatchObject({ outcome: 'refuse', reason: 'state_secret', citations: [] })
  expect(JSON.stringify(answer)).not.toContain(CANARY)
  expect(await placesOf(deps.db, CANARY)).toEqual([])
  const incidents = await deps.db.select().from(secrecyIncidents)
  expect(incidents).toMatchObject([
    { channel: 'web', at: deps.now(), textHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
  expect(JSON.stringify(deps.logged)).not.toContain(CANARY)
})

test('the search for the canary would find it in an ordinary question', async ({ app, deps }) => {
  await ask(app, await begin(app), `${CANARY} 专利怎么申请？`)
  expect(await placesOf(deps.db, CANARY)).toEqual(['messages.question'])
})

const unmarked = [
  '商业秘密怎么保护？',
  '商业秘密（5年）的保护期限是多久？',
  '我们的商业秘密★★★★★很重要',
  '商业机密★★★ 10年内不得外泄',
  '专利代理会不会泄露机密？',
  '国家秘密和商业秘密有什么区别？',
]

test.for(unmarked)('“%s” bears no mark', async (text, { app, deps }) => {
  const answer = await ask(app, await begin(app), text)
  expect(answer.reason).not.toBe('state_secret')
  expect(await deps.db.select().from(secrecyIncidents)).toEqual([])
})

test('an asker who sends a marked text again with its key gets the same refusal', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const text = `机密★10年 ${CANARY}`
  const first = await ask(app, asker, text, { key: 'key-1' })
  expect(await ask(app, asker, text, { key: 'key-1' })).toEqual(first)
  expect(await deps.db.select().from(secrecyIncidents)).toHaveLength(1)
})

test('a marked text is refused by stream too, and its turn shows no text', async ({ app }) => {
  const asker = await begin(app)
  const events = await askStreaming(app, asker, `机密★10年 ${CANARY}`)
  expect(events.at(-1)).toMatchObject({ event: 'done', data: { reason: 'state_secret' } })
  const turns = await (await get(app, `/api/conversations/${asker.id}`, bearer(asker))).json()
  expect(turns).toMatchObject({ turns: [{ role: 'asker', text: null }, { role: 'assistant' }] })
  const list = await (await get(app, '/api/conversations', bearer(asker))).json()
  expect(list).toMatchObject({ conversations: [{ title: '—' }] })
})

test('what follows a marked text is answered as if that had not been said', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  await ask(app, asker, `机密★10年 ${CANARY} 工作站`)
  const next = await ask(app, asker, '工作站怎么设立？')
  expect(next.reason).not.toBe('state_secret')
  expect(await placesOf(deps.db, CANARY)).toEqual([])
})
