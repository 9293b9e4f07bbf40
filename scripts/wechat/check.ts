import type { Config } from '../../src/config.ts'
import { requestText, TokenError } from '../../src/wechat/api/call-api.ts'
import { askForAccountToken } from '../../src/wechat/api/tokens.ts'
import { signatureOf } from '../../src/wechat/protocol/signature.ts'
import type { AccountConfig } from '../../src/wechat/settings.ts'

export type Finding = { good: boolean; text: string }

const good = (text: string): Finding => ({ good: true, text })
const bad = (text: string): Finding => ({ good: false, text })

const LARGEST_DIFFERENCE_S = 300

/** Every thing that keeps WeChat from working, in words for who has to change it. */
export async function checkWechat(config: Config): Promise<Finding[]> {
  const { account, kf } = config.wechat
  const { publicUrl } = config.notices
  return [
    ...(account ? await checkAccount(account, publicUrl) : [tellMissing()]),
    kf ? good(`微信客服 ${kf.openKfid} 已设置`) : good('微信客服没有设置（WECOM_KF_*），不启用'),
  ]
}

const tellMissing = () =>
  bad('服务号没有设置：需要 WECHAT_APPID、WECHAT_GH_ID、WECHAT_TOKEN（“设置与开发 › 基本配置”）')

async function checkAccount(account: AccountConfig, publicUrl: string | undefined) {
  return [
    account.mode === 'safe'
      ? good('消息加解密方式：安全模式')
      : bad(`消息加解密方式是 ${account.mode}，任何人都能冒充用户；请在公众平台改为“安全模式”`),
    account.aesKeys.length > 1
      ? bad('旧的 EncodingAESKey 还在用（WECHAT_AES_KEY_PREVIOUS）；更换完成后请删去')
      : good('EncodingAESKey 只有一个'),
    ...(await checkAddress(account, publicUrl)),
    await checkClock(account),
    await checkSecret(account),
  ]
}

/** Calls the address as WeChat does when it is entered there. */
async function checkAddress(account: AccountConfig, publicUrl: string | undefined) {
  if (publicUrl === undefined) return [bad('没有设置 PUBLIC_URL：回复里的链接打不开')]
  const { protocol, port } = new URL(publicUrl)
  const isPlain = protocol === 'http:'
  const isOdd = port !== '' && port !== '80' && port !== '443'
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const [nonce, echostr] = ['zhiwen', `check${timestamp}`]
  const signature = await signatureOf(account.token, timestamp, nonce)
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr })
  const url = `${publicUrl}/wechat/oa?${query}`
  const { status, text } = await requestText(url, { method: 'GET' })
  return [
    ...(isPlain ? [bad('PUBLIC_URL 是 http：网页授权和手机浏览器都要求 https')] : []),
    ...(isOdd ? [bad('PUBLIC_URL 带端口：微信只回调 80（http）和 443（https）')] : []),
    describeAddress(status, text === echostr, publicUrl),
  ]
}

function describeAddress(status: number | undefined, isOurs: boolean, publicUrl: string): Finding {
  const where = `${publicUrl}/wechat/oa`
  if (status === undefined) return bad(`${where} 连不上：请检查域名、证书、防火墙和反向代理`)
  if (status === 404)
    return bad(`${where} 没有应答服务号：运行中的服务没有读到这些设置，或者代理没有转发`)
  if (status === 403) return bad(`${where} 拒绝了签名：运行中的服务用的是另一个 WECHAT_TOKEN`)
  return isOurs
    ? good(`${where} 应答正确，可以填入公众平台`)
    : bad(`${where} 应答不对（${status}）`)
}

async function checkClock({ apiBase }: AccountConfig): Promise<Finding> {
  const response = await fetch(apiBase, { signal: AbortSignal.timeout(6_000) }).catch(
    () => undefined,
  )
  const date = response?.headers.get('date')
  if (!date) return bad(`连不上 ${new URL(apiBase).host}：服务器不能访问微信接口`)
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1_000)
  return seconds > LARGEST_DIFFERENCE_S
    ? bad(`本机时钟与微信相差 ${seconds} 秒，超过 10 分钟的回调会被拒绝；请校时`)
    : good(`本机时钟与微信相差 ${seconds} 秒`)
}

async function checkSecret(account: AccountConfig): Promise<Finding> {
  const { secret, verified } = account
  if (secret === undefined) return bad('没有设置 WECHAT_SECRET：不能主动发消息，超时的回答只给链接')
  if (!verified) return good('WECHAT_ACCOUNT=unverified：不主动发消息，超时的回答只给链接')
  try {
    await askForAccountToken({ ...account, secret })
    return good('AppSecret 正确，本机地址在 IP 白名单里')
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return bad(describeRefusal(error))
  }
}

const refusals: Record<number, string> = {
  40_013: 'AppID 不对（WECHAT_APPID）',
  40_125: 'AppSecret 不对（WECHAT_SECRET）；重置后旧的立即失效',
  40_001: 'AppSecret 不对（WECHAT_SECRET）',
  40_243: 'AppSecret 已被冻结，请在公众平台解冻',
  50_002: '账号受限，请登录公众平台查看通知',
}

function describeRefusal({ outcome: { errcode, untrustedAddress } }: TokenError): string {
  if (errcode === undefined) return '微信接口没有应答'
  if (errcode === 40_164) {
    return `本机出口地址 ${untrustedAddress ?? ''} 不在 IP 白名单里：“设置与开发 › 基本配置 › IP白名单”`
  }
  return `${refusals[errcode] ?? '微信拒绝了凭据'}（${errcode}）`
}
