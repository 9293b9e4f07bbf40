import type { UploadRefusal } from '../documents/parsing/parsed-document.ts'

/** What is told about uploaded files; part of `texts.ts`. */
export const uploadTexts = {
  upload_empty: {
    zh: '文件是空的，没有上传。',
    en: 'The file is empty and was not taken.',
  },
  upload_too_large: {
    zh: '文件超过 20 MB，没有上传。请拆分，或去掉其中的图片后再试。',
    en: 'The file is larger than 20 MB and was not taken. Please split it, or take its pictures out.',
  },
  upload_not_supported: {
    zh: '不支持这种文件。请上传 DOCX、PDF、Markdown、HTML 或纯文本文件（以文件内容为准，不看扩展名）。',
    en: 'This kind of file is not supported. Please give DOCX, PDF, Markdown, HTML or plain text (what counts is what is inside, not the name).',
  },
  upload_old_word: {
    zh: '这是旧版 Word 文件（.doc）。请用 Word 或 WPS 另存为 .docx 后再上传。',
    en: 'This is a file of an old Word (.doc). Please save it as .docx and try again.',
  },
  upload_encrypted: {
    zh: '文件设有密码或限制了复制，无法读取。请取消保护后再上传。',
    en: 'The file is encrypted or protected and cannot be read. Please remove the protection first.',
  },
  upload_active_content: {
    zh: '文件含有宏、脚本或其他可以运行的内容，没有接收。请另存为不含这些内容的文件。',
    en: 'The file holds macros, scripts or other things that run, and was not taken. Please save it without them.',
  },
  upload_ambiguous: {
    zh: '文件同时像两种格式，可能被改动过，没有接收。请从原始文件重新导出。',
    en: 'The file looks like two formats at once and was not taken. Please export it again from its source.',
  },
  upload_damaged: {
    zh: '文件已损坏或不完整，无法读取。请重新导出后再上传。',
    en: 'The file is damaged or incomplete and cannot be read. Please export it again.',
  },
  upload_encoding: {
    zh: '无法识别文件的文字编码。请另存为 UTF-8 编码后再上传。',
    en: 'The encoding of the text is unknown. Please save it as UTF-8.',
  },
  upload_too_much_inside: {
    zh: '文件展开后内容过多（页数、文字或部件超过上限），没有接收。请拆分后再上传。',
    en: 'There is too much inside the file (pages, text or parts), and it was not taken. Please split it.',
  },
  upload_too_slow: {
    zh: '读取这个文件用时过长或占用内存过多，已停止。请拆分，或从原始文件重新导出后再试。',
    en: 'Reading this file took too long or too much memory and was stopped. Please split it, or export it again.',
  },
  upload_no_text: {
    zh: '文件里没有文字，可能是扫描件。请上传带文字的版本。',
    en: 'There is no text in the file; it may be a scan. Please give a version with text.',
  },
  upload_state_secret: {
    zh: '文件带有国家秘密标志（密级）。本系统不得存储或处理涉密信息：文件没有保存，请按保密规定通过线下渠道办理。',
    en: 'The file bears a state-secret mark. This system must not store or process state secrets: nothing of the file was kept. Please use the offline channel that the rules on secrecy provide.',
  },
  uploads_busy: {
    zh: '正在读取的文件过多，请稍后再上传。',
    en: 'Too many files are being read at the moment. Please try again shortly.',
  },
  upload_not_read: {
    zh: '暂时无法读取上传的文件，请稍后再试。',
    en: 'Uploaded files cannot be read at the moment. Please try again shortly.',
  },
  upload_stopped: {
    zh: '已停止读取文件。',
    en: 'Reading the file was stopped.',
  },
  uploads_elsewhere: {
    zh: '这个服务节点不能读取上传的文件，请在主服务上办理。',
    en: 'Files cannot be read here. Please upload them at the main service.',
  },
} as const satisfies Record<
  UploadRefusal | 'uploads_busy' | 'upload_not_read' | 'upload_stopped' | 'uploads_elsewhere',
  { zh: string; en: string }
>
