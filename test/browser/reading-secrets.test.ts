import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { asksConfidentiality } from '../../src/privacy/asks-confidentiality.ts'
import { newForm, questionOf } from '../../src/web/chat/people/hand-over-form.ts'
import { requestText } from '../../src/web/chat/people/request-text.ts'
import { guardSecret } from '../../src/web/chat/secret-guard.ts'
import { looksSecret } from '../../src/web/chat/secret/looks-secret.ts'

const told = [
  '1. 一种自清洗滤芯，其特征在于，包括壳体、转轴和刷片，所述刷片与所述转轴固定连接，所述转轴由电机驱动。',
  '本发明公开了一种石墨烯散热膜的制备方法，包括步骤一将氧化石墨烯分散于水中，步骤二在80℃下干燥12小时。',
  '根据权利要求1所述的方法，其特征在于，加热温度为120℃，保温时间30分钟，转速为800rpm。',
  '我们的配方还没有申请专利，成分是乳酸菌30%、低聚果糖12%、水58%，想问能不能直接去参展？',
  '帮我看看这个能不能申请：锂电池电解液里加2%的氟代碳酸乙烯酯和0.5%的添加剂A，循环寿命提升了40%，还没公开过。',
  '我们研发了一种新的焊接工艺，尚未申请专利，工艺参数是电流220，氩气流量15，预热温度180℃，焊后保温2小时，怎么保护？',
  '以下为公司内部资料，请勿外传：新一代传感器采用双层谐振腔结构，腔体直径3mm，工作频率24kHz，良率达到92%。',
  '技术交底书：本实用新型涉及一种折叠支架，解决的技术问题是现有支架占用空间大。技术方案如下：包括底座和两根摇臂。',
  '我想把源代码里的调度算法申请专利，还没有公开，具体方案如下：先按权重排序，再用滑动窗口合并相邻任务，请问可行吗？',
  '步骤1 将原料粉碎至80目；步骤2 加入3倍水，70℃提取2小时；步骤3 浓缩至相对密度1.2；步骤4 喷雾干燥。这个工艺怎么保护？',
  '我们和供应商的底价表、客户名单属于商业秘密，内部使用：华东12%折扣，华北15%折扣，离职员工带走了怎么办？',
  '复合肥的具体配方：尿素45份、磷酸一铵20份、氯化钾18份、腐植酸5份，助剂2份，现在没申请专利，能不能先卖？',
  'The present invention relates to a valve comprising a housing and a spring, wherein said spring is biased at 35 mm. Can it be filed?',
  'We have not filed yet. Our formula is 40% resin, 12% hardener and 3% pigment, cured at 150°C for 20 minutes. Is it patentable?',
  'A device according to claim 1, characterized in that the electrode is coated with a layer of 200 nm. Please check novelty.',
  'Our unpublished algorithm works like this: embodiment one sorts the tasks, embodiment two merges them; the source code is attached below.',
  '我们想问下，新做的除湿盒里用了氯化钙70%、海藻酸钠8%、活性炭粉22%，外面市场上没有，样品还没给任何人看过，能不能申请发明？',
  '一种基于图神经网络的交通流预测方法，其包括：采集路口数据；构建邻接矩阵；利用该方法训练模型，损失函数为均方误差与L1之和，学习率0.001，请帮忙检索新颖性。',
  '老板让我写专利，内容大概是这样的：在保温杯盖里装一个双金属片，温度超过65℃就弹开排气孔，孔径2mm，降到50℃自动关闭，请问属于实用新型吗？',
  '这是我们还没发布的芯片版图设计说明，采用7层金属，第3层走时钟网络，间距90nm，面积比上一代减小18%，内部资料，想登记布图设计。',
  '核心技术是把酵母在28℃发酵36小时，再加0.3%的酶解液，转到55℃保持4小时，口感比别家好，配方一直保密，被离职师傅带走了怎么办？',
  '请帮我润色下面的权利要求：一种儿童座椅，包括靠背、坐垫和锁扣，其特征在于所述锁扣设置有磁吸件和限位槽。',
  'Here is our draft: a bicycle lock wherein the shackle is heated; said shackle contains 12% chromium; according to claim 2 the key is wireless. Is it new?',
  'We keep this confidential: our recipe mixes 35% oat base with 6% pea protein and 1% enzyme at 62°C for 45 minutes. A former partner now sells it.',
  '我们团队做了个新茶饮，糖水比例1:8，加2%海盐和一点柚皮提取物，低温萃取4℃ 12小时，网上没有同类做法，想先问问怎么保护再上市。',
  '求助：下面是我们还没提交的专利草稿，请看看独立权利要求是否过宽：一种扫地机器人，包括主机、雷达和抬升臂，所述抬升臂能跨越30mm门槛。',
  '客户名单和报价底稿我贴在下面，内部使用不要外传，A公司折扣12%，B公司折扣15%，前员工拿着这些去了竞争对手那里，算商业秘密吗？',
  '我们的AI模型用了自研的稀疏注意力，步骤1计算块相似度，步骤2保留前10%块，步骤3重排，论文没发，专利没申请，先做哪个？',
  'Draft claim: A method comprising heating the slurry to 90°C, cooling to 20 mm thick sheets, and cutting; we have not filed. Can the centre review it?',
  'Our source code and customer list are proprietary, internal only: pricing is 15% below list for agents and 22% for chains. Is that protected?',
]

const asked = [
  '我们公司有一项技术方案想申请发明专利，请问在北京办理需要准备哪些材料，走优先审查的话大概要多久？',
  '专利说明书里的权利要求书、实施例和附图分别有什么要求，工作站能不能派老师来给我们讲一讲怎么写？',
  '员工离职以后带走了客户名单和源代码，我们怀疑对方侵犯商业秘密，应该先找哪个部门，维权援助怎么申请？',
  '我们在展会上发现竞争对手的产品和我们的专利产品一模一样，价格低了30%，应该怎么取证和投诉？',
  '孵化器想申请设立知识产权公共服务工作站，要求服务的企业达到50家、专职人员3名，面积有没有要求？',
  '请问工作站对我们咨询时提供的技术资料承担保密义务吗？有没有文件依据，泄露了由谁来负责？',
  '外观设计专利快到期了，续费要交多少钱，逾期超过6个月还能恢复吗，流程和材料清单在哪里可以下载？',
  '我们想做专利质押贷款，评估价500万，银行说最多给40%，海淀区有没有贴息政策，找谁办理？',
  '配方类的产品到底应该申请专利还是作为商业秘密保护，有没有公益性的培训或者专家可以给我们讲讲？',
  '公司准备去德国参加展会，担心被当地企业投诉侵权，出发前可以做哪些准备，有没有海外维权的服务？',
  '商标被人抢注在第35类和第9类，对方3月份提交的申请，我们有2019年起使用的证据，异议还来得及吗？',
  '我想了解数据知识产权登记需要提交哪些材料，登记以后有什么用，审核大概要几个工作日，是否收费？',
  'How do we keep a trade secret when employees leave, and is there a public service in Beijing that advises small companies on it?',
  'Which documents are needed for a prioritised examination of an invention patent, and how long does it take on average?',
  'Our competitor copied a product covered by our patent. Which office handles complaints, and is legal aid available for start-ups?',
  '我们是一家做新材料的企业，有3件发明专利和5件实用新型，想申报区里的示范企业，条件和截止时间是什么？',
  '我们被平台通知侵权下架，对方拿出一份外观专利证书，我们的产品2020年就上市了，怎么申诉和提无效？',
  '大学老师的职务发明归学校还是归个人，转化收益70%给发明人的政策北京还执行吗，在哪里能查到文件？',
  '请问专利检索平台里怎么查对手的技术方案和权利要求，有没有免费的检索培训，线上线下都可以，时间最好在周末。',
  '公司签保密协议要注意哪些条款，竞业限制补偿一般给多少，知识产权服务站可以帮忙审合同吗？',
  '中医药配方想保护，听说有中药品种保护和专利两种途径，各自的时间、费用、材料有什么不同？',
  '我们的软件著作权登记材料里要交源代码前后各30页，担心泄露，可以遮挡一部分吗，窗口怎么保存这些材料？',
  'Do patent agents in Beijing have to keep the invention confidential before filing, and where can a small company complain if they do not?',
  '我公司上年度专利申请量增长了25%，授权率60%，想申报专精特新，知识产权方面的得分是怎么算的，去哪个部门咨询？',
  '我们展会的展位费补贴50%，海外商标注册补贴30%，这些政策2026年还能申报吗，截止到几月份，材料交到哪里？',
  '专利预审一般3到5个工作日，正常审查要18个月，我们这个领域能走预审吗，备案需要哪些条件？',
  '代理机构说写一份权利要求书要8000元，包括检索和附图，这个价格合理吗，有没有公益的撰写辅导？',
  '企业搬到经开区以后，原来在海淀办的示范企业称号和30万补贴还有效吗，需要重新认定还是变更？',
  'Can a start-up with 12 employees and 3 patents get free advice on licensing, and does the adviser sign a confidentiality agreement?',
  '想办一场面向200人的知识产权培训，工作站能出老师吗，课时2小时，要提前多少天申请，对人数有没有要求？',
]

test('texts that tell an invention or a secret are warned of', () => {
  expect(told.filter((text) => !looksSecret(text))).toEqual([])
})

test('questions about inventions and secrets are not', () => {
  expect(asked.filter((text) => looksSecret(text))).toEqual([])
})

test('of the questions that people ask here none is held up', async () => {
  const folder = new URL('../../knowledge/questions/', import.meta.url)
  const File = z.object({
    passages: z.array(
      z.object({ questions: z.array(z.union([z.string(), z.looseObject({ text: z.string() })])) }),
    ),
  })
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml'))
  const files = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  const texts = files
    .flatMap((file) => File.parse(parse(file)).passages)
    .flatMap(({ questions }) =>
      questions.map((each) => (typeof each === 'string' ? each : each.text)),
    )
  expect(texts.length).toBeGreaterThan(500)
  expect(texts.filter((text) => looksSecret(text))).toEqual([])
})

test('a text of any length is judged at once', () => {
  const long = [
    '1'.repeat(400_000),
    '所述'.repeat(200_000),
    '1 '.repeat(200_000),
    'said '.repeat(90_000),
  ]
  const started = performance.now()
  for (const text of long) looksSecret(text)
  expect(performance.now() - started).toBeLessThan(200)
})

test('a short question is passed on at once, without anything being loaded', () => {
  const passed: string[] = []
  void guardSecret(
    '本发明其特征在于',
    () => passed.push('warned'),
    () => passed.push('passed'),
  )
  expect(passed).toEqual(['passed'])
})

test('a long one is passed on or warned of, never both', async () => {
  for (const [text, outcome] of [
    [told[0], 'warned'],
    [asked[0], 'passed'],
  ] as const) {
    const outcomes: string[] = []
    await guardSecret(
      text ?? '',
      () => outcomes.push('warned'),
      () => outcomes.push('passed'),
    )
    expect(outcomes).toEqual([outcome])
  }
})

test('a question handed over in confidence is one that no outside model gets', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200 }),
      fc.constantFrom('zh', 'en'),
      (question, language) => {
        const form = { ...newForm(null), question, confidential: true }
        const words = questionOf(form, requestText[language].confidentialMark)
        expect(asksConfidentiality(words)).toBe(true)
        expect(words.endsWith(question.trim())).toBe(true)
      },
    ),
  )
})
