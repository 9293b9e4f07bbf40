import { App as Messages, Button } from 'antd'
import { useWords } from '../use-words.ts'
import { useText } from '../use-text.ts'
import { BriefBlock } from './brief-block.tsx'
import { draftOf, readWritten } from './brief.ts'
import type { Draft, Written } from './brief.ts'
import { ClauseDetails } from './clause-details.tsx'
import type { ReplyDraft } from './reply-draft.ts'
import { requestText } from './request-text.ts'
import type { CaseDetail } from './use-case.ts'

type Props = {
  detail: CaseDetail
  /** Undefined where nobody can write. */
  draft: ReplyDraft | undefined
}

/** What a model makes of the case, under the label that says so. */
export function WrittenCard({ detail, draft }: Props) {
  const words = useWords(requestText)
  const written = readWritten(detail.writtenBrief)
  if (!written) return null
  const suggested = draftOf(written)
  return (
    <section className="card stack" aria-labelledby="written-brief">
      <div>
        <h2 id="written-brief">{words.writtenBrief}</h2>
        <p className="chip warning wraps">{written.label}</p>
        <p className="muted">{words.madeBy(written.model)}</p>
      </div>
      <Findings written={written} />
      {suggested && <Suggestion suggested={suggested} draft={draft} />}
      <BriefBlock title={words.askBack} items={written.askBack} />
      {written.leftOut > 0 && <p className="muted">{words.leftOut(written.leftOut)}</p>}
    </section>
  )
}

function Findings({ written: { question, facts } }: { written: Written }) {
  const words = useWords(requestText)
  return (
    <>
      <BriefBlock title={words.question} items={question === '' ? [] : [question]} />
      <BriefBlock title={words.facts} items={facts} />
    </>
  )
}

function Suggestion({ suggested, draft }: { suggested: Draft; draft: ReplyDraft | undefined }) {
  const { case: text } = useText()
  const words = useWords(requestText)
  return (
    <>
      <BriefBlock title={words.answer} items={suggested.text.split('\n')} />
      {suggested.clauses.length > 0 && (
        <div>
          <h3>{text.evidence}</h3>
          <ol className="clauses">
            {suggested.clauses.map((clause, at) => (
              <li key={clause.url}>
                <ClauseDetails clause={clause} mark={at + 1} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {draft && <Offer suggested={suggested} draft={draft} />}
    </>
  )
}

/** Puts the suggestion into the editor; what somebody has written goes only when they say so. */
function Offer({ suggested, draft }: { suggested: Draft; draft: ReplyDraft }) {
  const { shell } = useText()
  const words = useWords(requestText)
  const { modal } = Messages.useApp()
  if (draft.text === suggested.text) return <p className="muted">{words.isDraft}</p>
  const use = () => {
    if (!draft.changed) return draft.change(suggested)
    void modal.confirm({
      title: words.replaceTitle,
      content: words.replaceNote,
      okText: words.useAsDraft,
      cancelText: shell.cancel,
      onOk: () => draft.change(suggested),
    })
  }
  return (
    <div>
      <Button onClick={use}>{words.useAsDraft}</Button>
    </div>
  )
}
