type Words = { zh: string; en: string }

/** What was found about the WeChat channel, in words for who has to change it; `{…}` is filled from its data. */
const words = {
  account_missing: {
    zh: '服务号没有设置：需要 WECHAT_APPID、WECHAT_GH_ID、WECHAT_TOKEN（“设置与开发 › 基本配置”）',
    en: 'No service account is set: it needs WECHAT_APPID, WECHAT_GH_ID and WECHAT_TOKEN',
  },
  mode_safe: { zh: '消息加解密方式：安全模式', en: 'Messages are encrypted: safe mode' },
  mode_unsafe: {
    zh: '消息加解密方式是 {mode}，任何人都能冒充用户；请在公众平台改为“安全模式”',
    en: 'The mode is {mode}: anybody can write as any user. Change it to safe mode (安全模式)',
  },
  key_single: { zh: 'EncodingAESKey 只有一个', en: 'There is one EncodingAESKey' },
  key_previous: {
    zh: '旧的 EncodingAESKey 还在用（WECHAT_AES_KEY_PREVIOUS）；更换完成后请删去',
    en: 'The former EncodingAESKey is still taken (WECHAT_AES_KEY_PREVIOUS); remove it after the change',
  },
  public_url_missing: {
    zh: '没有设置 PUBLIC_URL：回复里的链接打不开',
    en: 'PUBLIC_URL is not set: links in replies lead nowhere',
  },
  public_url_plain: {
    zh: 'PUBLIC_URL 是 http：网页授权和手机浏览器都要求 https',
    en: 'PUBLIC_URL is http: signing in from WeChat and telephones want https',
  },
  public_url_port: {
    zh: 'PUBLIC_URL 带端口：微信只回调 80（http）和 443（https）',
    en: 'PUBLIC_URL has a port: WeChat calls 80 (http) and 443 (https) only',
  },
  address_unreached: {
    zh: '{address} 连不上：请检查域名解析、防火墙和反向代理',
    en: '{address} cannot be reached: look at the domain name, the firewall and the reverse proxy',
  },
  address_certificate: {
    zh: '{address} 的证书不被信任（{reason}）：请更换证书，并装上完整的证书链',
    en: 'The certificate of {address} is not trusted ({reason}): replace it, with its whole chain',
  },
  address_absent: {
    zh: '{address} 没有应答：运行中的服务没有读到这些设置，或者代理没有转发 /wechat/',
    en: 'Nothing answers at {address}: the running service lacks these settings, or the proxy does not pass on /wechat/',
  },
  address_token: {
    zh: '{address} 拒绝了签名：运行中的服务用的是另一个 Token 或 EncodingAESKey，或者时钟差超过 10 分钟',
    en: '{address} refuses the signature: the running service has another token or EncodingAESKey, or a clock 10 minutes off',
  },
  address_wrong: {
    zh: '{address} 应答不对（{status}）：前面可能有登录页或防护页',
    en: '{address} answers something else ({status}): perhaps a login or protection page stands before it',
  },
  address_good: {
    zh: '{address} 应答正确，可以填入平台',
    en: '{address} answers as it should and can be entered at the platform',
  },
  clock_unreached: {
    zh: '连不上 {host}：服务器不能访问平台的接口',
    en: '{host} cannot be reached: this server has no way to the platform',
  },
  clock_off: {
    zh: '本机时钟与平台相差 {seconds} 秒，超过 10 分钟的回调会被拒绝；请校时',
    en: 'The clock here is {seconds} s off; callbacks more than 10 minutes off are refused. Set the clock',
  },
  clock_good: {
    zh: '本机时钟与平台相差 {seconds} 秒',
    en: 'The clock here is {seconds} s off the platform',
  },
  secret_missing: {
    zh: '没有设置 WECHAT_SECRET：不能主动发消息，超时的回答只给链接',
    en: 'WECHAT_SECRET is not set: nothing can be pushed, late answers are given as a link',
  },
  unverified: {
    zh: 'WECHAT_ACCOUNT=unverified：不主动发消息，超时的回答只给链接',
    en: 'WECHAT_ACCOUNT=unverified: nothing is pushed, late answers are given as a link',
  },
  secret_good: {
    zh: '{what}的密码正确，本机地址受平台信任',
    en: 'The secret of {what} is right, and the platform trusts the address of this server',
  },
  secret_silent: {
    zh: '{what}：平台接口没有应答',
    en: '{what}: the platform gave no answer',
  },
  secret_address: {
    zh: '{what}：本机出口地址 {address} 不受信任，请加入 IP 白名单（企业微信为“企业可信IP”）',
    en: '{what}: the address {address} of this server is not trusted; add it to the list of addresses',
  },
  secret_id: {
    zh: '{what}：AppID 或企业ID 不对',
    en: '{what}: the AppID or enterprise id is wrong',
  },
  secret_wrong: {
    zh: '{what}：密码不对；重置后旧的立即失效',
    en: '{what}: the secret is wrong; after a reset the former one is void at once',
  },
  secret_frozen: {
    zh: '{what}：密码已被冻结，请在公众平台解冻',
    en: '{what}: the secret is frozen; release it at the platform',
  },
  account_limited: {
    zh: '{what}：账号受限，请登录公众平台查看通知',
    en: '{what}: the account is restricted; read the notice at the platform',
  },
  secret_refused: {
    zh: '{what}：平台拒绝了凭据（{errcode}）',
    en: '{what}: the platform refuses the credentials ({errcode})',
  },
  kf_missing: {
    zh: '微信客服没有设置（WECOM_KF_*），不启用',
    en: 'WeChat customer service is not set (WECOM_KF_*) and not in use',
  },
  app_missing: {
    zh: '企业微信应用没有设置（WECOM_AGENT_*），不发应用消息',
    en: 'No WeCom application is set (WECOM_AGENT_*): no messages to staff and experts there',
  },
  app_plain: {
    zh: '企业微信应用没有设置回调（WECOM_AGENT_TOKEN），消息里没有“接单”按钮',
    en: 'The WeCom application has no callback (WECOM_AGENT_TOKEN): its messages have no buttons',
  },
  file_unread: {
    zh: '读不到菜单文件（WECHAT_FILE）',
    en: 'The menu file cannot be read (WECHAT_FILE)',
  },
  file_form: {
    zh: '菜单文件的格式不对：{path} {problem}',
    en: 'The menu file is not of the right form: {path} {problem}',
  },
  menu_top_many: {
    zh: '一级菜单最多 {most} 个，现在是 {now} 个',
    en: 'At most {most} top entries, now {now}',
  },
  menu_sub_many: {
    zh: '“{name}”下最多 {most} 个，现在是 {now} 个',
    en: 'At most {most} entries below “{name}”, now {now}',
  },
  menu_name_long: {
    zh: '“{name}”的名称超过 {most} 个字',
    en: 'The name “{name}” is longer than {most} characters',
  },
  menu_key: {
    zh: '“{name}”需要 key，最多 {most} 字节',
    en: '“{name}” needs a key, at most {most} bytes',
  },
  menu_url: {
    zh: '“{name}”需要以 http(s) 开头的 url，最多 {most} 字节',
    en: '“{name}” needs a url that begins with http(s), at most {most} bytes',
  },
  menu_good: { zh: '菜单符合微信的全部限制', en: 'The menu is within all limits of WeChat' },
  menu_same: { zh: '与微信里现在的菜单相同', en: 'It is the menu that stands in WeChat now' },
  menu_differs: {
    zh: '与微信里现在的菜单不同，发布后将替换它',
    en: 'It differs from the menu in WeChat, which publishing replaces',
  },
  menu_first: { zh: '微信里还没有菜单', en: 'There is no menu in WeChat yet' },
  menu_unread: {
    zh: '读不到微信里现在的菜单（{errcode}）',
    en: 'The menu in WeChat cannot be read ({errcode})',
  },
  menu_refused: {
    zh: '菜单没有被接受（{errcode}）',
    en: 'WeChat did not take the menu ({errcode})',
  },
  menu_published: {
    zh: '菜单已设置，最长 5 分钟后在手机上可见',
    en: 'The menu is set; telephones show it within 5 minutes',
  },
  not_pushing: {
    zh: '账号没有认证或者没有设置 WECHAT_SECRET，不能调用接口',
    en: 'The account is not verified or WECHAT_SECRET is not set: the API cannot be called',
  },
  templates_unread: {
    zh: '读不到模板列表（{errcode}）',
    en: 'The list of templates cannot be read ({errcode})',
  },
  template_good: {
    zh: '模板 {id} 在账号里，字段齐全',
    en: 'Template {id} is there, with its fields',
  },
  template_unknown: { zh: '模板 {id} 不在账号里', en: 'Template {id} is not in the account' },
  template_fields: {
    zh: '模板 {id} 没有字段 {fields}',
    en: 'Template {id} lacks the fields {fields}',
  },
  test_sent: {
    zh: '测试消息已发出，请在企业微信里查看',
    en: 'The test message was sent; look for it in WeCom',
  },
  test_unknown_member: {
    zh: '企业微信里没有 userid 为“{username}”的成员：应用消息按用户名发送，两者必须相同',
    en: 'WeCom has no member with the userid “{username}”: messages go by user name, and both must be the same',
  },
  test_refused: {
    zh: '企业微信没有接受（{reason}）',
    en: 'WeCom did not take it ({reason})',
  },
} as const satisfies Record<string, Words>

/** What `{what}` stands for. */
const names = {
  account: { zh: '服务号', en: 'the service account' },
  kf: { zh: '微信客服', en: 'WeChat customer service' },
  app: { zh: '企业微信应用', en: 'the WeCom application' },
} as const satisfies Record<string, Words>
export type ChannelPart = keyof typeof names

export type FindingCode = keyof typeof words
const isCode = (name: string): name is FindingCode => name in words
export const findingCodes = Object.keys(words).filter(isCode)

export type Finding = { good: boolean; code: FindingCode; data: Record<string, string> }

export const good = (code: FindingCode, data: Finding['data'] = {}): Finding => ({
  good: true,
  code,
  data,
})
export const bad = (code: FindingCode, data: Finding['data'] = {}): Finding => ({
  good: false,
  code,
  data,
})

export function tellFinding({ code, data }: Finding, language: keyof Words): string {
  const named = new Map<string, Words>(Object.entries(names))
  return words[code][language].replace(/\{(\w{1,20})\}/g, (_, word: string) => {
    const value = data[word] ?? '—'
    return word === 'what' ? (named.get(value)?.[language] ?? value) : value
  })
}
