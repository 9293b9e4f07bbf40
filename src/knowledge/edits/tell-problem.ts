import type { Problem } from '../read-documents.ts'

/** What the checks say, in the words of people who edit records; other findings stand as they are. */
const told: [RegExp, string][] = [
  [/^\S+ does not say “([\s\S]*)”$/u, '所依据的条款里没有“$1”这几个字，不能当作原文'],
  [/^no document uses (?:this term|([\s\S]*))$/u, '文件里没有这个用语'],
  [/^a document uses this.*$/u, '文件里就有这个写法，不能当作错字'],
  [/^not a district of.*$/u, '不是清单里的区'],
  [/^([\s\S]*) stands twice$/u, '“$1”已经在另一行里了'],
  [/^is fixed by the source$/u, '这一项由原文规定，不能改'],
  [/^there is no such record$/u, '没有这条记录'],
  [/^cannot be taken out$/u, '这种记录不能删除，只能修改'],
  [/^which question to ask back\?$/u, '请选择要追问什么'],
  [/^which fact is missing\?$/u, '请选择缺的是什么'],
  [/^([\s\S]*) is not a service of the catalogue$/u, '“$1”不是服务事项清单里的事项'],
  [/^the only placeholders.*$/u, '可用的占位符只有 {what} 和 {stated}'],
  [/^Too small.*$/u, '不能为空'],
  [/^Unrecognized key.*$/u, '有不认识的栏目'],
  [/^Invalid (?:input|option|URL).*$/u, '格式不正确'],
]

export function tellProblem({ field, message }: Problem, language: 'zh' | 'en'): string {
  if (language === 'en') return `${field}: ${message}`
  const found = told.find(([form]) => form.test(message))
  return `${field}：${found ? message.replace(...found) : message}`
}
