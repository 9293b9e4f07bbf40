/** The words before a place, up to what is masked already. */
export function wordsBefore(text: string, at: number, length = 16): string {
  const words = text.slice(Math.max(0, at - length), at)
  return words.slice(Math.max(words.lastIndexOf('〔'), words.lastIndexOf('〕')) + 1)
}

const LINK = '[\\s:.#(是为為]{0,4}$'

const NUMBER_LABEL = new RegExp(
  '(?:(?:专利|專利|申请|申請|公开|公開|公告|公布|授权|注册|註冊|登记|登記|受理|证书|證書|备案|備案|存证|流水|订单|' +
    '合同|发票|案件|许可证?|产品|序列|商标|商標|型|编|編|案|文)(?:号码?|號碼?|编号|代码)|条形?码)' +
    LINK,
  'u',
)
const PATENT_PREFIX = /(?:^|[^a-z])(?:zl|cn|us|ep|wo|jp|kr|de|gb|sr|bs)[\s.]{0,2}$/u

/** The number of a patent, mark, registration, file: a label or an office's letters say so. */
export function isOfficialNumber(text: string, at: number): boolean {
  const words = wordsBefore(text, at)
  return NUMBER_LABEL.test(words) || PATENT_PREFIX.test(words)
}

const AMOUNT_AFTER =
  /^(?:\.\d{1,2})?\s?(?:[十百千万萬亿億]{0,3}[余多]?(?:元|圆|美元|美金|欧元|日元|港元|港币|人民币|英镑)|rmb|usd|cny|%)/u
const AMOUNT_BEFORE = /(?:[¥$€£]|rmb|usd|cny)\s?$/u

export function isAmount(text: string, start: number, end: number): boolean {
  return (
    AMOUNT_AFTER.test(text.slice(end, end + 12)) || AMOUNT_BEFORE.test(wordsBefore(text, start))
  )
}

const PHONE_WORD = /电话|電話|手机|手機|座机|座機|固话|联系方式|致电|tel|phone|mobile/u
const PHONE_LABEL = new RegExp(
  `(?:电话|電話|手机|手機|座机|座機|固话|联系方式|致电|tel|phone)(?:号码?|號碼?|no)?${LINK}`,
  'u',
)
const PUBLIC_LABEL = new RegExp(
  `(?:(?:咨询|諮詢|监督|投诉|举报|服务|公示|值班|客服)(?:电话|电話)|热线|熱線|专线|总机)(?:号码?)?${LINK}`,
  'u',
)
const OWN = /我的|我家|本人/u

export function isNearPhoneWord(text: string, at: number): boolean {
  return PHONE_WORD.test(wordsBefore(text, at, 12))
}

export function hasPhoneLabel(text: string, at: number): boolean {
  return PHONE_LABEL.test(wordsBefore(text, at))
}

/** A number that an office gives to the public: 咨询电话, 监督电话, a hotline. */
export function hasPublicPhoneLabel(text: string, at: number): boolean {
  const words = wordsBefore(text, at)
  return PUBLIC_LABEL.test(words) && !OWN.test(words)
}

const ID_LABEL = new RegExp(`(?:身份证|身份證|身份号|公民身份)(?:件?号码?|號碼?|号码)?${LINK}`, 'u')
const BANK_LABEL = new RegExp(
  `(?:卡号|卡號|银行卡|銀行卡|信用卡|借记卡|储蓄卡|银行账[户号]|银行帐[户号]|bank card|card no)(?:号码?)?${LINK}`,
  'u',
)
const CREDIT_CODE_WORDS = '信用代码|信用代碼|税号|uscc'
const CREDIT_CODE_LABEL = new RegExp(`(?:${CREDIT_CODE_WORDS})(?:号码?)?${LINK}`, 'u')
const CREDIT_CODE_WORD = new RegExp(CREDIT_CODE_WORDS, 'u')

export function hasIdLabel(text: string, at: number): boolean {
  return ID_LABEL.test(wordsBefore(text, at))
}

export function hasBankLabel(text: string, at: number): boolean {
  return BANK_LABEL.test(wordsBefore(text, at))
}

/** Whether it is worth while to look for a label before each code. */
export function namesCreditCodes(text: string): boolean {
  return CREDIT_CODE_WORD.test(text)
}

export function hasCreditCodeLabel(text: string, at: number): boolean {
  return CREDIT_CODE_LABEL.test(wordsBefore(text, at))
}
