import { Alert, Button, Input, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { api, read } from '../api.ts'
import { usePreferences } from '../preferences.ts'
import { useText } from '../use-text.ts'
import { readBrief, readClauses, toClause } from './brief.ts'
import type { Clause } from '../../shared/clause.ts'
import { CheckList } from './check-list.tsx'
import { ClauseList } from './clause-list.tsx'
import { Difference } from './difference.tsx'
import { strayMarks } from './marks.ts'
import type { ReplyDraft } from './reply-draft.ts'
import { type CaseDetail, pendingOf } from './use-case.ts'
import type { ReplyCheck } from './use-check.ts'

type Props = {
  detail: CaseDetail
  draft: ReplyDraft
  check: { data: ReplyCheck | undefined; isFetching: boolean }
  onApprove: () => void
}

/** The words to the asker: what the machine or an expert proposes, edited here, compared and checked. */
export function ReplyEditor({ detail, draft, check, onApprove }: Props) {
  const { case: text, words } = useText()
  const pending = pendingOf(detail)
  const { basis } = draft
  return (
    <section className="card stack" aria-labelledby="reply-title">
      <div className="row">
        <h2 id="reply-title">{text.replyOf[basis.kind]}</h2>
        {pending && (
          <span className="muted">
            {text.by(words.authors[pending.author], pending.authorName)}
          </span>
        )}
        <span className="grow" />
        <Templates draft={draft} />
      </div>
      {draft.outdated && (
        <Alert
          type="warning"
          showIcon
          title={text.outdated}
          action={<Button onClick={draft.reset}>{text.reset}</Button>}
        />
      )}
      <Input.TextArea
        id="reply"
        aria-labelledby="reply-title"
        placeholder={text.placeholder}
        value={draft.text}
        rows={rowsOf(draft.text)}
        maxLength={5_000}
        onChange={({ target }) => draft.change({ text: target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          onApprove()
        }}
      />
      <DraftState draft={draft} />
      <ClauseList draft={draft} known={knownClauses(detail)} />
      <section aria-label={text.check} aria-live="polite" aria-busy={check.isFetching}>
        <CheckList check={check.data} pending={check.isFetching} />
      </section>
    </section>
  )
}

/** Whether and how the words differ from what they began with, and marks that point nowhere. */
function DraftState({ draft }: { draft: ReplyDraft }) {
  const { case: text } = useText()
  const { basis } = draft
  const stray = strayMarks(draft.text, draft.clauses.length)
  return (
    <>
      <div className="row">
        <span className="muted">{draft.changed ? text.saved : text.unchanged}</span>
        {draft.changed && basis.kind !== 'empty' && (
          <Button size="small" type="link" onClick={draft.reset}>
            {text.reset}
          </Button>
        )}
      </div>
      {stray.length > 0 && (
        <Alert type="warning" showIcon title={text.stray(stray.map((n) => `[${n}]`).join(' '))} />
      )}
      {draft.changed && basis.kind !== 'empty' && (
        <details open>
          <summary>{text.difference}</summary>
          <Difference from={basis.text} to={draft.text} />
        </details>
      )}
    </>
  )
}

const LINE = 40
const FEWEST_ROWS = 8
const MOST_ROWS = 24

/** Grows with the words, without measuring them: that would take styles which the page does not allow. */
function rowsOf(text: string): number {
  const rows = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / LINE), 1)
  return Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, rows))
}

/** Every clause that the conversation, the brief or a reply has named, each once. */
function knownClauses(detail: CaseDetail): Clause[] {
  const brief: unknown = detail.brief
  const ofBrief = readBrief(brief) ? evidenceOf(brief) : []
  const all = [
    ...ofBrief,
    ...evidenceOf(detail.writtenBrief),
    ...detail.turns.flatMap(({ answer }) => readClauses(answer?.citations)),
    ...detail.statements.flatMap(({ citations }) => readClauses(citations)),
  ]
  return [...new Map(all.map((each) => [`${each.document}#${each.locator}`, each])).values()]
}

function evidenceOf(brief: unknown): Clause[] {
  if (typeof brief !== 'object' || brief === null || !('evidence' in brief)) return []
  const { evidence } = brief
  return Array.isArray(evidence) ? evidence.flatMap((each) => toClause(each) ?? []) : []
}

function Templates({ draft }: { draft: ReplyDraft }) {
  const { case: text } = useText()
  const { language } = usePreferences()
  const { data } = useQuery({
    queryKey: ['reply-templates'],
    staleTime: Infinity,
    queryFn: () => read(api['reply-templates'].$get()),
  })
  const templates = data?.templates ?? []
  const insert = (id: string) => {
    const words = templates.find((each) => each.id === id)?.text[language]
    if (words === undefined) return
    const between = draft.text.trim() === '' ? '' : '\n'
    draft.change({ text: `${draft.text.trimEnd()}${between}${words}` })
  }
  return (
    <Select
      aria-label={text.template}
      placeholder={text.template}
      value={null}
      size="small"
      popupMatchSelectWidth={false}
      onChange={(id: string | null) => id !== null && insert(id)}
      options={templates.map(({ id, title }) => ({ value: id, label: title[language] }))}
    />
  )
}
