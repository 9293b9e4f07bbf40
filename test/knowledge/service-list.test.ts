import { expect } from 'vitest'
import { enter, plantAccount, send } from '../accounts/staff.ts'
import { test } from '../support/test-deps.ts'

test('the service list is a file with its seven fields, what is missing in each, and the clause', async ({
  app,
  deps,
}) => {
  const cookie = await enter(deps, app, await plantAccount(deps, {}))
  const response = await send(app, '/knowledge/services/export', { cookie })
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="services.csv"')
  const rows = (await response.text()).split('\r\n')
  expect(rows[0]).toBe(
    '类别,序号,服务事项名称,服务对象,服务内容,办理流程,办理时限,咨询电话,监督电话,缺项,本机构填写的项,出处,出处的状态',
  )
  const sixth = rows.find((row) => row.startsWith('基础服务,6,专利预审及优先审查对接服务'))
  expect(sixth).toContain(',办理流程、办理时限、咨询电话、监督电话,,service-spec#basic.6,')
  const third = rows.find((row) => row.startsWith('特色服务,3,数字经济领域服务,'))
  // Audience and content stand with its parts.
  expect(third).toContain(',办理流程、办理时限、咨询电话、监督电话,,')
  expect(rows.filter((row) => row.includes('数字经济领域服务 › '))).toHaveLength(4)
  expect(rows.at(-1) || rows.at(-2)).toMatch(/^缺项合计,,0,\d+,0,20,20,20,20,\d+,,,$/u)
})

test('as a spreadsheet too, in the language of who asks', async ({ app, deps }) => {
  const cookie = await enter(deps, app, await plantAccount(deps, {}))
  const path = '/api/staff/knowledge/services/export'
  const headers = { cookie, 'accept-language': 'en' }
  const sheet = await app.request(`${path}?format=xlsx`, { headers })
  expect(new Uint8Array(await sheet.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([80, 75]))
  const english = await (await app.request(path, { headers })).text()
  expect(english).toContain('Basic,1,知识产权政策宣贯服务')
  expect(english).toMatch(/^Missing in all,/mu)
})
