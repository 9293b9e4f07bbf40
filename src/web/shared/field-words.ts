import type { Field } from '../../shared/message.ts'
import type { Language } from './language.ts'

/** Fields are named in Chinese everywhere in the service; this is what they are in English. */
export const fieldsInEnglish: Record<Field, string> = {
  综合: 'General',
  专利: 'Patents',
  商标: 'Trade marks',
  版权: 'Copyright',
  商业秘密: 'Trade secrets',
  数据知识产权: 'Data IP',
  地理标志: 'Geographical indications',
  集成电路布图设计: 'Layout designs of integrated circuits',
}

export const fieldName = (field: Field, language: Language): string =>
  language === 'zh' ? field : fieldsInEnglish[field]
