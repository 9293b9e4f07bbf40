import type { Language } from '../shared/language.ts'

const zh = {
  title: '政策文件',
  intro: '智能咨询依据的全部文件。每份文件都标明状态，条款可以单独链接。',
  all: '全部文件',
  contents: '目录',
  number: '文号',
  issuer: '发布机关',
  issuedOn: '发布日期',
  notGiven: '资料未提供',
  linked: '链接到的条款',
  notFound: '没有找到所链接的条款，以下是文件全文。',
  link: (locator: string) => `本条链接 ${locator}`,
}

const en: typeof zh = {
  title: 'Policy documents',
  intro:
    'All documents that the consultation rests on. Each shows its status; every clause has a link of its own. The texts are in Chinese.',
  all: 'All documents',
  contents: 'Contents',
  number: 'Number',
  issuer: 'Issuer',
  issuedOn: 'Issued on',
  notGiven: 'not given in the source',
  linked: 'Linked clause',
  notFound: 'The linked clause was not found. Below is the whole document.',
  link: (locator) => `Link to this clause, ${locator}`,
}

export const documentsText: Record<Language, typeof zh> = { zh, en }
