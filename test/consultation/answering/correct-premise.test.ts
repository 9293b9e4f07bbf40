import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bodies, correctPremise } from '../../../src/consultation/answering/correct-premise.ts'
import { readQuantities } from '../../../src/consultation/answering/read-quantities.ts'

const response =
  '咨询、一对一指导、培训等形式服务因需开展。知识产权志愿服务专家应于接到知识产权志愿服务专家管理机构通知后，2日内及时响应。'
const operator =
  '申请人为专业园区、孵化器等创新创业服务组织的运营单位或市级以上行业组织，应成立并运行1年以上，具有独立法人资格；'
const enterprises =
  '所服务企业数量不少于50家，所属产业应为北京市或区域重点产业，所服务企业与已设立的工作站服务的企业不重合，其中60%以上的企业对知识产权公共服务有明确需求；'
const centreStaff =
  '拥有知识产权公共服务工作团队，配备2名及以上具有相关专业知识及经验的专职人员及若干兼职人员；'
const revocation =
  '区中心、工作站因职责承担单位注销、职责调整不再符合设立条件的，应当于撤销前三十天以书面形式向市中心提出申请，经市中心批准后予以撤销。'
const barred = '因以公共服务机构的名义开展盈利性活动被撤销的，三年内不得再提交认定申请。'
const oneCentre = '每个区设立一家区中心，若干工作站。'
const signing = '区中心由市中心、区知识产权管理部门签署共建协议共同设立。'
const explaining = '本办法由北京市知识产权局负责解释，自发布之日起实施。'
const career = '在知识产权专业服务机构从事专利、商标服务工作3年以上，有专利代理师资格的优先。'
const network =
  '到 2024 年高校知识产权信息服务中心、北京市知识产权信息服务网点等数量累计达到 80 家；'
const visits = '有效对接国家知识产权大数据中心，平台年访问量近 200 万次；'
const training = '三年累计完成公共咨询服务超 3000 次，完成知识产权信息利用培训超 100 场次。'

const bodies: Bodies = {
  国家知识产权局: ['国知局'],
  北京市知识产权局: ['市知识产权局'],
  区知识产权管理部门: ['区知识产权局'],
  市中心: ['市知识产权公共服务中心'],
  区中心: [],
  人民政府: ['市政府', '区政府'],
}
const correct = (question: string, ...quotes: string[]) =>
  correctPremise({ question, expansions: [] }, quotes, bodies)?.stated

test.each([
  ['专家是不是5个工作日内响应？', response, '2日'],
  ['听说志愿服务专家接到通知后要七天内响应', response, '2日'],
  ['志愿专家接到通知后是否必须48天内及时响应？', response, '2日'],
  ['专家响应的时间是三个工作日，对吧？', response, '2日'],
  ['工作站的运营单位必须成立3年以上吗？', operator, '1年'],
  ['运营单位是不是要成立满两年？', operator, '1年'],
  ['工作站所服务企业数量要达到100家，对不对', enterprises, '50家'],
  ['听说工作站至少服务30家企业', enterprises, '50家'],
  ['是不是80%以上的企业要对公共服务有明确需求？', enterprises, '60%'],
  ['区中心必须配备5名专职人员吗？', centreStaff, '2名'],
  ['区中心是不是最少十名专职人员', centreStaff, '2名'],
  ['撤销前要提前60天书面申请吗？', revocation, '三十天'],
  ['听人说工作站撤销前十天提出申请就成', revocation, '三十天'],
  ['开展盈利性活动被撤销的，五年内不得再申请，是吧？', barred, '三年'],
  ['因盈利活动被撤销后，过一年就重新提交认定申请了吧？', barred, '三年'],
  ['每个区是不是设立3家区中心？', oneCentre, '一家'],
  ['从事专利商标服务工作要10年以上吗？', career, '3年'],
  ['信息服务网点累计达到120家，对吗？', network, '80 家'],
  ['平台年访问量是不是500万次？', visits, '200 万次'],
  ['公共咨询服务三年累计是5000次吧？', training, '3000 次'],
  ['知识产权信息利用培训是不是300场次？', training, '100 场次'],
])('“%s” is set right by the source', (question, quote, stated) => {
  expect(correct(question, quote)).toBe(stated)
})

test.each([
  ['工作站由国家知识产权局批准撤销吗？', revocation, '市中心'],
  ['区里的综合服务中心是不是由市政府签署协议设立？', signing, '市中心、区知识产权管理部门'],
  ['这个办法是由国知局负责解释吗？', explaining, '北京市知识产权局'],
  ['工作站撤销要经区政府批准，对吧？', revocation, '市中心'],
])('“%s” names another body than the source', (question, quote, stated) => {
  expect(correct(question, quote)).toBe(stated)
})

test.each([
  ['专家是不是2日内响应？', response],
  ['专家是不是两天内响应？', response],
  ['志愿专家48小时内响应，对吗？', response],
  ['专家要几天内响应？', response],
  ['我们等了5天了，专家是不是该响应了？', response],
  ['公司成立3年了，可以申请工作站吗？', operator],
  ['我们成立才3个月，能申请吗？', operator],
  ['我司有11个人，服务100家企业，是否符合条件？', enterprises],
  ['工作站服务满50家企业就行吗？', enterprises],
  ['工作站要服务多少家企业？', enterprises],
  ['40家企业够吗？', enterprises],
  ['2024年以后工作站还设立吗？', operator],
  ['第3条是不是讲工作站的？', operator],
  ['5月26日是不是知识产权宣传周？', network],
  ['区中心配3台电脑就可以了吧？', centreStaff],
  ['撤销前30天申请，对吧？', revocation],
  ['一家公司可以申请工作站吗？', oneCentre],
  ['专家是不是要5年经验？', response],
  ['工作站撤销由市中心批准吗？', revocation],
  ['工作站由谁批准撤销？', revocation],
  ['国家知识产权局是不是也办讲座？', revocation],
  ['区中心由市知识产权公共服务中心设立，对吗？', signing],
  ['工作站要配2名专职人员，对吧？', '配备2名人员；配有1名联络员'],
  ['告诉我工作站的条件', enterprises],
])('“%s” is not set right: nothing in it is wrong, or it claims nothing', (question, quote) => {
  expect(correct(question, quote)).toBeUndefined()
})

test('two places that could both be meant are not weighed against each other', () => {
  expect(correct('专职人员是不是5名？', '专职人员2名', '专职人员1名')).toBeUndefined()
})

test('a number that stands in a quote is never set right', () => {
  const unit = fc.constantFrom('日', '天', '年', '名', '家', '%', '次')
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 900 }),
      unit,
      unit,
      (number, other, asked, stated) => {
        const question = `专家是不是应当${number}${asked}内响应通知？`
        const quote = `专家应于接到通知后${other}${stated}内响应，另有${number}${asked}内响应的通知。`
        expect(correct(question, quote)).toBeUndefined()
      },
    ),
  )
})

test('what is set right always stands in a quote to the letter', () => {
  const quotes = [response, operator, enterprises, centreStaff, revocation, barred, signing, visits]
  const words = '专家 工作站 是不是 5 三 年 日 家企业 名人员 市政府 批准 由 撤销 吗？ ，'.split(' ')
  const piece = fc.constantFrom(...words)
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.subarray(quotes), (pieces, chosen) => {
      const stated = correct(pieces.join(''), ...chosen) ?? ''
      expect(stated === '' || chosen.join('\n').includes(stated)).toBe(true)
    }),
  )
})

test('quantities are read in digits and in Chinese, dates and ordinals are not', () => {
  const read = (text: string) =>
    readQuantities(text).map(({ dimension, value }) => `${value} ${dimension}`)
  expect(read('三十天')).toEqual(['30 days'])
  expect(read('两年')).toEqual(['2 years'])
  expect(read('百分之六十')).toEqual(['60 percent'])
  expect(read('近 200 万次')).toEqual(['2000000 count of 次'])
  expect(read('一百二十名')).toEqual(['120 people'])
  expect(read('48小时')).toEqual(['2 days'])
  expect(read('2024年5月26日第3条')).toEqual([])
})
