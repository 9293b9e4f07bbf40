import type { ServicePoint } from '../../organisations/service-points.ts'

const labels = {
  zh: { address: '地址', phone: '电话', hours: '服务时间', colon: '：', comma: '；', end: '。' },
  en: {
    address: 'address',
    phone: 'telephone',
    hours: 'hours',
    colon: ': ',
    comma: '; ',
    end: '.',
  },
} as const

/** 海淀区中心：地址 …；电话 …；服务时间 …。 */
export function tellPoint(point: ServicePoint, language: 'zh' | 'en'): string {
  const words = labels[language]
  const details = (['address', 'phone', 'hours'] as const).flatMap((name) => {
    const value = point[name]
    return value === null ? [] : [`${words[name]} ${value}`]
  })
  return `${point.name}${words.colon}${details.join(words.comma)}${words.end}`
}
