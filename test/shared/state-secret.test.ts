import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bearsStateSecretMark } from '../../src/shared/state-secret.ts'

const marks = [
  '机密级★20年',
  '【机密】保密期限10年',
  '【机密】 保密期限：10年',
  '机密 ▲ 10年',
  '绝密·10年',
  '绝密・长期',
  '秘密◆三年',
  '机密：10年',
  '「秘密」★长期',
  '【秘密级】★5年',
  '機密級★２０年',
  '绝 密 ● 30 年',
  '机密—6个月',
  '秘密＊5年',
  '★机密',
  '密级：绝密',
  '密级为【机密】',
  '秘密（长期）',
  '机\u200b密★5年',
  '关于发展商业\n机密★10年',
  '都市型农业机密★10年',
]

test.for(marks)('“%s” is a secrecy mark', (mark) => {
  expect(bearsStateSecretMark(mark)).toBe(true)
  expect(bearsStateSecretMark(`某部门的函件，${mark}，请阅`)).toBe(true)
})

const others = [
  '商业秘密',
  '商业机密★★★★★',
  '商业机密★10年',
  '商業機密·10年',
  '商业秘密（5年）',
  '商业秘密：3年竞业限制',
  '企业机密▲10年',
  '行业秘密·3年',
  '商业秘密保密期限怎么约定',
  '机密计算芯片的专利怎么布局?',
  '绝密藏宝图是我们的游戏名,能注册商标吗?',
  '国家秘密：长期坚持保密教育',
  '秘密审查要 10 年吗',
  '我们保守秘密·不外传',
  '专利保护期限10年',
]

test.for(others)('“%s” bears no secrecy mark', (text) => {
  expect(bearsStateSecretMark(text)).toBe(false)
})

test('a mark is seen with any hidden characters and line breaks around it', () => {
  const hidden = fc.constantFrom('', '\u200b', '\u00ad', '\ufeff')
  const words = fc.string({ unit: fc.constantFrom('专', '利', ' ', '\n', 'a', '1', '。') })
  fc.assert(
    fc.property(words, words, hidden, hidden, (before, after, first, second) => {
      expect(bearsStateSecretMark(`${before}机${first}密★${second}10年${after}`)).toBe(true)
    }),
  )
})

test.for(['密', '绝密', '机密 ', ' ', '机密】', '★', '密级', '机密·', '秘密(', '机 密 '])(
  'much of “%s” takes no more than a moment',
  (part) => {
    const text = part.repeat(100_000 / part.length)
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now()
      bearsStateSecretMark(`专利${text}`)
      bearsStateSecretMark(`绝密${' '.repeat(100_000)}${part}`)
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(150)
  },
)
