import type { PartnerKind } from '../../shared/partner-kinds.ts'
import type { Language } from './language.ts'

export const partnerWords: Record<Language, Record<PartnerKind, string>> = {
  zh: {
    protection_centre: '知识产权保护中心',
    mediation: '调解组织',
    notary: '公证机构',
    arbitration: '仲裁机构',
    finance: '金融机构（质押、保险等）',
    valuation: '评估机构',
    data_registration: '数据知识产权登记机构',
    public_body: '其他公共机构',
  },
  en: {
    protection_centre: 'IP protection centre',
    mediation: 'Mediation',
    notary: 'Notary',
    arbitration: 'Arbitration',
    finance: 'Finance (pledges, insurance …)',
    valuation: 'Valuation',
    data_registration: 'Registration of data IP',
    public_body: 'Another public body',
  },
}
