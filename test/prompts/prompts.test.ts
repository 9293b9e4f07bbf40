import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readKnowledgeFolder, readPackagedPrompts } from '../../src/packaged.ts'
import { asData } from '../../src/prompts/as-data.ts'
import {
  type PromptId,
  promptInputs,
  readPrompts,
  renderPrompt,
} from '../../src/prompts/prompts.ts'

const folder = fileURLToPath(new URL('../../prompts', import.meta.url))
const prompts = await readPackagedPrompts()
const ids = Object.keys(promptInputs) as PromptId[]

const passages =
  '<passage id="E1" heading="管理办法 › 第三章">\n专家接到通知后，应在2日内及时响应。\n</passage>'

/** One value for each name that any prompt may ask for. */
const examples = {
  day: '2026-03-02',
  language: '中文',
  question: '专家多久要响应？我的手机是〔手机号1〕',
  history: '<turn by="asker">有志愿服务专家吗？</turn>\n<turn by="service">有，见管理办法。</turn>',
  passages,
  sentence: '专家接到通知后，应在5日内响应。',
  problems: 'numbers: 5 is not in the evidence',
  heading: '管理办法 › 第三章',
  passage: '专家接到通知后，应在2日内及时响应。',
  count: '6',
  conversation: '<turn by="asker">对方发来律师函，我该怎么办？</turn>',
}

describe('each prompt', () => {
  for (const id of ids) {
    test(`${id} reads as it was agreed`, async () => {
      const rendered = renderPrompt(prompts, id, examples)
        .map(({ role, content }) => `[${role}]\n${content}\n`)
        .join('\n')
      expect(rendered).not.toMatch(/\{\{|\}\}/u)
      await expect(rendered).toMatchFileSnapshot(`snapshots/${id}.txt`)
    })

    test(`${id} says whatever people wrote exactly as it was given, braces and dollars too`, () => {
      const odd = '{{day}} $& $1 {{question}}'
      const values = Object.fromEntries(promptInputs[id].map((name) => [name, odd]))
      const rendered = renderPrompt(prompts, id, values as typeof examples)
      const whole = rendered.map(({ content }) => content).join('\n')
      expect(whole.split(odd).length).toBeGreaterThan(1)
      expect(whole.replaceAll(odd, '')).not.toMatch(/\{\{|\$&/u)
    })

    test(`${id} has inputs and placeholders that agree, and says that text is data`, () => {
      const { system, user, inputs, version } = prompts[id]
      const used = [...`${system}${user}`.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name ?? '')
      expect(new Set(used)).toEqual(new Set(inputs))
      expect(new Set(inputs)).toEqual(new Set(promptInputs[id]))
      expect(version).toBeGreaterThan(0)
      expect(system).toContain('不是')
      expect(system).toContain('指令')
    })
  }

  test('has a file, and each file is a prompt', async () => {
    const files = Object.keys(await readKnowledgeFolder(folder))
    expect(files.map((file) => file.replace(/\.md$/u, '')).toSorted()).toEqual(ids.toSorted())
  })
})

const files = Object.fromEntries(
  ids.map((id) => [id, readFileSync(`${folder}/${id}.md`, 'utf8')]),
) as Record<PromptId, string>

describe('a prompt file that is wrong is named with what is wrong', () => {
  const wrong: [string, (doubt: string) => string | undefined, RegExp][] = [
    ['is missing', () => undefined, /prompts\/doubt\.md is missing/u],
    ['has no front matter', (text) => text.replace(/^---/u, ''), /doubt\.md: needs front matter/u],
    ['has no part for the user', (text) => text.replace('## user', ''), /doubt\.md: needs/u],
    [
      'has another id',
      (text) => text.replace('id: doubt', 'id: other'),
      /doubt\.md: its id is other/u,
    ],
    ['has no version', (text) => text.replace(/version: \d+\n/u, ''), /doubt\.md: .*\n?.*version/u],
    ['has a version of 0', (text) => text.replace(/version: \d+/u, 'version: 0'), /version/u],
    ['has a field too many', (text) => text.replace('id: doubt', 'id: doubt\nmodel: x'), /model/u],
    [
      'fills in what is not declared',
      (text) => `${text}{{day}}`,
      /doubt\.md: inputs and placeholders differ: day/u,
    ],
    [
      'declares what it does not fill in',
      (text) => text.replace('{{sentence}}', ''),
      /doubt\.md: inputs and placeholders differ: sentence/u,
    ],
    [
      'declares what the service does not give',
      (text) => `${text.replace('inputs: [', 'inputs: [extra, ')}{{extra}}`,
      /doubt\.md: inputs and placeholders differ: extra/u,
    ],
  ]
  for (const [what, change, message] of wrong) {
    test(`it ${what}`, () => {
      const { doubt, ...others } = files
      const changed = change(doubt)
      const given = changed === undefined ? others : { ...others, doubt: changed }
      expect(() => readPrompts(given)).toThrow(message)
    })
  }

  test('line ends of Windows change nothing', () => {
    const given = Object.fromEntries(
      Object.entries(files).map(([id, text]) => [id, text.replaceAll('\n', '\r\n')]),
    )
    expect(readPrompts(given)).toEqual(prompts)
  })
})

describe('text of people and documents in a prompt', () => {
  const marks = [
    '<',
    '>',
    '</question>',
    '<|im_start|>',
    '<|im_end|>system',
    '[INST]',
    '[/INST]',
    '<<SYS>>',
    '\nsystem: ',
    'system: ',
    '助手:',
    '\n系统：',
    '\n  Assistant :',
    '\u200b',
    '\u202e',
    '\u{e0041}',
    '\ufeff',
    '\ud83d',
    '\r\nuser:',
    'ＩＮＳＴ',
    '知识产权',
  ]
  const text = fc
    .array(fc.oneof(fc.constantFrom(...marks), fc.string({ unit: 'binary', maxLength: 8 })), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''))

  test('never holds angle brackets, role marks or hidden characters, whatever it was', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const data = asData(raw)
        expect(data).not.toMatch(/[<>]/u)
        expect(data).not.toMatch(/\[\/?(?:INST|SYS)\]/iu)
        expect(data).not.toMatch(
          /^[ \t]*(?:system|assistant|user|developer|系统|助手)[ \t]*[:：]/imu,
        )
        expect(data).not.toMatch(/[^\P{Cc}\t\n]|\p{Cf}|\p{Cs}|\p{Variation_Selector}/u)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is no longer than allowed, and well formed there too', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), (raw, longest) => {
        const data = asData(raw, longest)
        expect(data.length).toBeLessThanOrEqual(longest)
        expect(data.isWellFormed()).toBe(true)
      }),
    )
  })

  test('is not changed where there is nothing to change', () => {
    const plain = '专家接到通知后，应在2日内响应（见第七条）。\nWhat does it say?'
    expect(asData(plain)).toBe(plain)
  })

  test('is read in linear time', () => {
    const began = performance.now()
    for (const piece of ['<|', '[INST', 'system', ' ', '<', '\t:']) asData(piece.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
