/** What an English sentence says, in the words of the documents: one meaning a line. */
export const lines = (text: string): [string[], string[]][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [english = '', chinese = ''] = line.split('=')
      return [listOf(english), listOf(chinese)]
    })

function listOf(text: string): string[] {
  return text
    .split('|')
    .map((each) => each.trim())
    .filter(Boolean)
}

/** Words that join, point or address. */
export const englishFillers = new Set(
  `yes indeed sure certainly naturally accordingly a an the this that these those it its they them their there as at in on into of off so also and then thus
 hence which who whom whose what where while is are was were be been being am will would do does did done have has
 had having you your yours yourself we our us i my he she his her one ones other others another any some more most
 very much many several various certain same own each both either between among through during about regarding
 concerning included like e.g i.e etc respectively according based under per via
 using use used uses make makes made making give gives given provide provides provided providing carry carries
 carried out take takes taken conduct conducts conducted offer offers offered set get gets need needs needed want
 wants please note generally usually specifically overall besides moreover furthermore however but though although
 because since therefore up down over again further well relevant related corresponding appropriate accordance line
 help helps assist assists support supports ensure ensures keep keeps allow way ways form forms matter matters case
 cases aspect aspects area areas kind kinds type types part parts item items main mainly key first second third
 finally next document documents draft rule rules text provision provisions article says states stated lists listed
 specifies requires describes covers plan aims following follows follow activity activities work works process
 situation situations purpose role perform performs performed fulfil fulfils how whether than too still just called
 known help's responsible handle handles order view jointly basis terms purposes individual public-service
 themselves itself different together when if got go goes come ask  let see find look tell show put bring begin
 start end remain become happen involve contain consist deal count mean run ran sent send intend expect design due
 enough sufficient simply directly later afterwards runs candidate whole particular good better easy ready except apart rather
 once soon long short early late currently present previous past future current usual mention state suggest propose
 say explain describe aim hope wish number numbers else somewhere instead quite really actually especially
 particularly mostly largely partly clearly briefly presently already yet even almost normally typically
 above-mentioned aforementioned mentioned hereby thereby whereas unless until ahead behind inside outside along
 across around towards against upon onto near former latter belong turn move talk think believe know learn hear feel
 seem appear continue try able unable lot lots bit rest page paragraph section sentence instance fact point word
 wording sense reason manner side rooms room profession background thing things place time times day date person man
 woman group leave hold speak stand spend drawn depend decide greater bigger larger stronger higher wider broader
 deeper closer easier faster simpler measure measures surface result results people`.split(/\s+/u),
)

/** Words of grammar → the Chinese word that the checks read. */
export const englishGrammar: Record<string, string> = Object.fromEntries(
  lines(`
  must | shall | is required to | are required to | required to | have to | has to | needs to | need to | is obliged to | mandatory | obligatory | compulsory = 必须
  should | ought to | is advised to | are advised to | it is recommended that | is recommended to | are recommended to | is encouraged to | are encouraged to | encourage | encourages | encouraged | recommended | advisable = 宜
  may | can | could | is allowed to | are allowed to | is able to | are able to = 可以
  must not | shall not | may not | cannot | can not | can't | mustn't | is not allowed to | are not allowed to | prohibited from | forbidden to | is prohibited = 不得
  should not | shouldn't | is not advised to = 不宜
  not | no | never | without | nor | neither | none | don't | doesn't | isn't | aren't | won't | do not | does not | need not | needn't | no need to | refuse | refuses = 不
  from = 从
  call for | calls for | called for | calling for = 提出
  include | includes | including | such as | namely | consist of | consists of | fall into | falls into | are divided into | is divided into = 包括
  for example | for instance | e.g. = 例如
  university student | university students | college students = 高校学生
  by | between | signed between | among = 由
  to | toward | towards = 向
  for = 为
  with | jointly with | together with = 与
  and | as well as = 和
  or = 或
  before | prior to | in advance of = 前
  after | upon | on receiving | following receipt of = 后
  within | no later than | in no more than = 不超过
  at least | not less than | no fewer than | no less than | not fewer than | a minimum of = 至少
  at most | no more than | not more than | up to | a maximum of = 至多
  more than | over | exceeding | greater than = 超过
  less than | fewer than | under than | below = 少于
  nearly | almost | close to = 近
  about | approximately | around = 约
  or more | or above | and above | or longer = 以上
  every year | each year | annually | yearly | per year | a year = 每年
  every month | each month | monthly = 每月
  every week | weekly | each week = 每周
  every quarter | quarterly | each quarter = 每季度
  every day | each day = 每天
  regularly | on a regular basis | periodically = 定期
  at any time | anytime | any time = 随时
  immediately | at once | right away | instantly = 立即
  quickly | promptly and quickly | soon | fast = 尽快
  throughout the year | all year | all year round = 全年
  all | entire | whole | any and all | everything | anything | everyone | everybody | anywhere | always = 全部
  every | each = 每个
  only | solely | exclusively | just only = 仅
  free | free of charge | for free | at no cost | without charge = 免费
  paid | fee-based | charged | for a fee = 收费
  low-cost | low cost | at low cost = 低成本
  often | frequently = 经常
  full-time = 专职
  part-time = 兼职
  in writing | written | in written form = 书面
  orally | verbally = 口头
  online = 线上
  offline = 线下
  partly | partially | some of the = 部分
  when necessary | where necessary | if necessary = 必要时
  in principle = 原则上
  independently | on their own initiative | voluntarily = 自主
  city centre | city center | municipal centre | municipal center = 市中心
  district centre | district center | district centres | district centers = 区中心
  workstation | workstations | station | stations | service station | service stations = 工作站
  municipal bureau | beijing intellectual property office | beijing municipal intellectual property office | beijing ip office = 市局
  district ip department | district intellectual property department | district ip administration | district authority | district intellectual property authority = 区知识产权管理部门
  public service institution | public service institutions | ip public service institutions | ip public service institution | institution | institutions = 公共服务机构
  expert | experts | volunteer expert | volunteer experts | volunteer service expert | volunteer service experts = 专家
  expert management body | management body | management institution | expert management institution | managing body | body that manages them | management agency = 专家管理机构
  staff member | staff members | employees | staff of the workstation = 工作人员
  operator | operators | operating entity | operating unit = 运营单位
  industry association | industry associations | trade association | trade associations | industry organisation | industry organization = 行业组织
  applicant | applicants = 申请单位
  employer | employers | own employer | home organisation | their department = 所在单位
  professional service institution | professional service agency | professional agencies | professional service agencies = 专业服务机构
  financial institution | financial institutions | bank | banks = 金融机构
  protection centre | protection center = 保护中心
  court | courts = 法院
  company | companies | enterprise | enterprises | business | businesses | user | users | client | clients = 企业
  the public | members of the public | member of the public | general public | anyone | anybody = 社会公众
  innovator | innovators | innovation entities = 创新主体
  service recipient | service recipients | those it serves | those they serve = 服务对象
  should preferably | preferably | ideally | would preferably = 宜
  should normally = 宜
  is not required to | are not required to | does not have to | do not have to = 不必
  plus | along with | and also | in addition to = 和
  and/or = 或
  either = 或
  prior to the | ahead of = 前
  within a year = 1年内
  once a year = 每年
  all year long = 全年
  whenever necessary = 必要时
  as needed | as necessary | when needed | if needed = 因需
  on demand | according to demand = 因需
  free or low-cost = 免费
  station head | head of the station | station manager | head of the workstation = 站长
  liaison officer | liaison officers | liaison | liaisons = 联络员
  operating body | operating organisation | operating organization | operating company | operating institution = 运营单位
  municipal ip protection centre | municipal ip protection center | ip protection centre | ip protection center | beijing ip protection centre | municipal intellectual property protection centre | intellectual property protection centre = 保护中心
  professional ip service institution | professional ip service institutions | professional ip service agency | professional ip service agencies | professional service institutions | professional ip agencies | professional ip service providers | professional service providers = 专业服务机构
  financial service institution | financial service institutions | financial services institutions = 金融服务机构
  social service institutions | socialised service institutions | social service organisations | social service providers = 社会化服务机构
  city-level institution | municipal-level institution | municipal institution | municipal public service institution | municipal institutions | city-level institutions = 市级机构
  district-level institution | district-level institutions | district institution | district institutions = 区级机构
  district ip administration departments | district ip departments | district intellectual property departments | ip administration of the district | ip authority of the district | district ip authority | district ip management department | district ip administrations | district authorities | district's ip department | district ip office | ip department of the district = 区知识产权管理部门
  ip administration | ip administrations | ip administrative departments | intellectual property administrations | ip authorities | intellectual property authorities | ip authority | ip management departments = 管理部门
  cnipa | china national intellectual property administration | national ip administration | national intellectual property administration = 国家局
  beijing municipal ip office | beijing municipal ip bureau | beijing intellectual property bureau | municipal ip office | municipal ip bureau | beijing municipal intellectual property bureau = 市局
  expert managing body | experts' managing body | expert management institutions | experts' management body | management body of the experts = 专家管理机构
  parties | parties to the dispute | party = 当事人
  right holder | right holders | rights holder | rights holders | right owner | right owners = 权利人
  notary office | notary offices | notary institutions = 公证机构
  arbitration institution | arbitration institutions | arbitration body | arbitration bodies = 仲裁机构
  mediation organisation | mediation organisations | mediation organization | mediation organizations | mediation committee | mediation committees | people's mediation committees = 调解组织
  universities | university | colleges | colleges and universities = 高校
  e-commerce platform | e-commerce platforms | e-commerce platform companies | platform companies | platform enterprises | e-commerce platform enterprises = 平台企业
  merchants | platform merchants | sellers = 商户
  service outlets | outlets | service outlet | service points = 网点
  lecturer | lecturers = 讲师
  insured enterprises | insured companies | service users | service user | customers | customer | firms | firm | clients served = 企业
`).flatMap(([english, [chinese = '']]) => english.map((word) => [word, chinese])),
)

/** Units after a number → the unit of the documents. */
export const englishUnits: Record<string, string> = {
  day: '日',
  days: '日',
  'working days': '工作日',
  'working day': '工作日',
  'business days': '工作日',
  hour: '小时',
  hours: '小时',
  minutes: '分钟',
  week: '周',
  weeks: '周',
  month: '个月',
  months: '个月',
  year: '年',
  years: '年',
  companies: '家',
  enterprises: '家',
  businesses: '家',
  company: '家',
  people: '名',
  persons: '名',
  person: '名',
  staff: '名',
  member: '名',
  members: '名',
  times: '次',
  yuan: '元',
  percent: '%',
  '%': '%',
  rmb: '元',
  centre: '家',
  center: '家',
  sessions: '场',
  outlets: '家',
  cm: 'cm',
  mm: 'mm',
  visits: '次',
  types: '类',
  kinds: '类',
  categories: '类',
  levels: '级',
  tiers: '级',
  parts: '个',
  areas: '个',
  aspects: '个',
  fields: '个',
  directions: '个',
  industries: '个',
  databases: '个',
  ways: '种',
  methods: '种',
  channels: '种',
  steps: '步',
  items: '项',
  conditions: '项',
  duties: '项',
  courses: '门',
  consultations: '次',
  'training sessions': '场',
}

export const englishNumbers: Record<string, number> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, at) => [word, at]),
)
for (const [word, value] of [
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['eighty', 80],
  ['ninety', 90],
  ['half', 0.5],
  ['hundred', 100],
] as const) {
  englishNumbers[word] = value
}

export const englishMonths: Record<string, number> = Object.fromEntries(
  'january february march april may june july august september october november december'
    .split(' ')
    .map((word, at) => [word, at + 1]),
)

/** Past forms that no rule makes → the verb. */
export const englishIrregulars: Record<string, string> = Object.fromEntries(
  `kept keep|held hold|sent send|built build|taught teach|found find|met meet|led lead|sought seek|chosen choose
  |chose choose|drawn draw|drew draw|written write|wrote write|given give|gave give|taken take|took take|made make
  |known know|knew know|shown show|done do|did do|seen see|saw see|begun begin|began begin|paid pay|said say|told tell
  |left leave|lost lose|brought bring|bought buy|thought think|understood understand|spoken speak|heard hear|felt feel
  |stood stand|spent spend|won win|grown grow|become become|undertaken undertake|undertook undertake|ran run|went go
  |gone go|came come|got get|laid lay|lain lie|dealt deal|meant mean|bodies body|people person|criteria criterion`
    .split('|')
    .map((pair) => {
      const [past = '', verb = ''] = pair.trim().split(' ')
      return [past, verb]
    }),
)
