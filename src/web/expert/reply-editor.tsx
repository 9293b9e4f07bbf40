import { useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import { Arrival, SelectField, TextField } from '../shared/form-fields.tsx'
import { isString, listOf, objectOf } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import type { Clause } from '../shared/clause.ts'
import { ClausePicker } from './clause-picker.tsx'
import { Form } from './form.tsx'
import { FindingList } from './own-replies.tsx'
import type { Finding, OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import { useOwn } from './use-own.ts'
import { replyId, useReply } from './use-reply.ts'
import type { Writing } from './use-reply.ts'
import type { StepHandlers } from './use-step.ts'

const longestReply = 5000
const warnBelow = 500

type Template = { id: string; title: string; text: string }
const isTemplates = objectOf<{ templates: Template[] }>({
  templates: listOf(objectOf<Template>({ id: isString, title: isString, text: isString })),
})

function TemplatePicker(props: { language: Language; onInsert: (words: string) => void }) {
  const { language } = props
  const text = ticketText[language]
  const [remote] = useOwn('/api/expert/templates', isTemplates, language)
  const [chosen, setChosen] = useState('')
  const templates = remote.value?.templates ?? []
  if (templates.length === 0) return null
  const template = templates.find(({ id }) => id === chosen)
  const options = templates.map(({ id, title }) => ({ value: id, label: title }))
  return (
    <div class="template-line">
      <SelectField
        id="reply-template"
        label={text.template}
        value={chosen}
        options={[{ value: '', label: text.templateChoose }, ...options]}
        onChange={setChosen}
      />
      <button type="button" onClick={() => template && props.onInsert(template.text)}>
        {text.insert}
      </button>
    </div>
  )
}

function Findings(props: {
  findings: Finding[]
  language: Language
  onRevise: () => void
  onSend: () => void
}) {
  const { findings, language } = props
  const text = ticketText[language]
  return (
    <Arrival whole>
      <div class="returned">
        <h3>{text.findingsTitle}</h3>
        <p>{text.findingsIntro}</p>
        <FindingList {...{ findings, language }} />
        <div class="actions">
          <button type="button" class="button-primary" onClick={props.onRevise}>
            {text.revise}
          </button>
          <button type="button" onClick={props.onSend}>
            {text.submitAnyway}
          </button>
        </div>
      </div>
    </Arrival>
  )
}

function Words(props: { writing: Writing; missing: boolean; language: Language }) {
  const { writing, missing, language } = props
  const text = ticketText[language]
  const { draft } = writing
  const left = longestReply - draft.text.length
  return (
    <>
      <TextField
        id={replyId}
        label={text.replyLabel}
        hint={text.replyHint}
        error={missing ? text.empty : undefined}
        value={draft.text}
        maxLength={longestReply}
        rows={10}
        required
        onInput={writing.write}
      />
      <p class="field-hint">
        {writing.restored ? `${text.restored} ` : ''}
        {text.saved}
        {left < warnBelow ? ` ${text.left(left)}` : ''}
      </p>
    </>
  )
}

/** The reply in the making: templates, clauses, words; kept on the device until it is sent. */
export function ReplyEditor(props: {
  ticket: OwnTicket
  offered: Clause[]
  language: Language
  handlers: StepHandlers
  onOpen: (citation: Citation) => void
}) {
  const { ticket, language, onOpen } = props
  const text = ticketText[language]
  const reply = useReply(ticket, language, props.handlers)
  const { writing, findings, problem, sending } = reply
  const lost = problem !== null && problem.code === 'network'
  return (
    <section class="panel">
      <h2>{text.replyTitle}</h2>
      <TemplatePicker language={language} onInsert={writing.insertParagraph} />
      <Form
        submit={sending ? text.submitting : text.submit}
        busy={sending}
        problem={lost ? { ...problem, detail: text.keptOffline } : problem}
        language={language}
        onSubmit={reply.submit}
      >
        <Words {...{ writing, language }} missing={reply.missing} />
      </Form>
      {findings === null ? null : (
        <Findings {...{ findings, language }} onRevise={reply.revise} onSend={reply.sendNow} />
      )}
      <ClausePicker {...{ writing, language, onOpen }} offered={props.offered} />
    </section>
  )
}
