import { useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import { clauseName } from './clause-name.ts'
import { commonText } from './common-text.ts'
import { copyText } from './copy-text.ts'
import { Icon } from './icon.tsx'
import type { Language } from './language.ts'
import { MarkedText } from './marked-text.tsx'
import { isAddressedPassage, passagePath } from './passage.ts'
import { Sheet } from './sheet.tsx'
import { StatusTag } from './status-tag.tsx'
import { useRemote } from './use-remote.ts'

function quoteAsText(citation: Citation): string {
  const address = new URL(citation.url, location.href).href
  return `${citation.title} › ${clauseName(citation)}（${citation.statusText}）\n“${citation.quote}”\n${address}`
}

/** The sentence an answer rests on, inside the clause it was taken from. */
export function CitationSheet(props: {
  citation: Citation
  language: Language
  announce: (text: string) => void
  onClose: () => void
}) {
  const { citation, language, announce } = props
  const common = commonText[language]
  const [copied, setCopied] = useState(false)
  const path = passagePath(citation.document, citation.locator)
  const [passage] = useRemote(path, isAddressedPassage, language)
  const unitText = passage.value?.unitText ?? citation.quote
  const note = passage.value?.note ?? null

  const copy = async () => {
    const done = await copyText(quoteAsText(citation))
    setCopied(done)
    announce(done ? common.copied : common.copyFailed)
  }

  return (
    <Sheet
      title={common.citationTitle(citation.n)}
      closeLabel={common.close}
      onClose={props.onClose}
    >
      <p class="source-name" lang="zh-CN">
        {citation.title}
      </p>
      <p class="source-place" lang="zh-CN">
        {clauseName(citation)}
      </p>
      <p class="source-status">
        <StatusTag {...citation} language={language} />
        <span>{passage.value?.statusText ?? citation.statusText}</span>
      </p>
      <blockquote lang="zh-CN">
        <MarkedText text={unitText} quote={citation.quote} />
      </blockquote>
      {note === null ? null : <p class="source-note">{note}</p>}
      {passage.state === 'failed' ? <p class="source-note">{common.fullTextFailed}</p> : null}
      <div class="actions">
        <a class="button button-primary" href={citation.url} target="_blank" rel="noopener">
          {common.original}
          <span class="hidden-text">{common.newTab}</span>
        </a>
        <button type="button" onClick={() => void copy()}>
          <Icon name="copy" />
          <span>{copied ? common.copied : common.copyQuote}</span>
        </button>
        <button type="button" onClick={props.onClose}>
          {common.close}
        </button>
      </div>
    </Sheet>
  )
}
