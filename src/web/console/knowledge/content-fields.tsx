import { Input } from 'antd'
import { Field } from '../field.tsx'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useWords } from '../use-words.ts'
import { linesIn, listIn, objectIn, splitLines, textIn } from './content.ts'
import { LinesField } from './lines-field.tsx'
import type { Kind } from './use-knowledge.ts'
import { fromLines, markOf, toLines } from './utterance-lines.ts'

type Words = (typeof knowledgeText)['zh']
type FieldName = keyof Words['fields']

type Shape = {
  name: FieldName
  form: 'line' | 'text' | 'lines'
  rule: 'given' | 'missing' | 'free'
}

const free = (name: FieldName, form: Shape['form'] = 'line'): Shape => ({
  name,
  form,
  rule: 'free',
})
const given = (name: FieldName, form: Shape['form'] = 'line'): Shape => ({
  name,
  form,
  rule: 'given',
})
/** The institution fills in what the source leaves empty, and only that. */
const missing = (name: FieldName, form: Shape['form'] = 'line'): Shape => {
  return { name, form, rule: 'missing' }
}

const service: Shape[] = [
  given('name'),
  free('name_en'),
  missing('audience'),
  missing('content', 'lines'),
  missing('process', 'lines'),
  missing('time_limit'),
  missing('inquiry_phone'),
  missing('supervision_phone'),
]

const shapes: Partial<Record<Kind, Shape[]>> = {
  service,
  course: [given('name'), free('name_en'), given('topics', 'lines')],
  platform: [
    given('name'),
    free('name_en'),
    free('url'),
    free('note'),
    free('jurisdiction'),
    free('covers', 'lines'),
  ],
  district: [given('name'), free('name_en'), given('industries'), free('industry_list', 'lines')],
  reply: [free('zh', 'text'), free('en', 'text')],
}

type Props = {
  kind: Kind
  id: string
  packaged: unknown
  content: unknown
  disabled: boolean
  onChange: (content: unknown) => void
}

/** The fields of a record, as its kind has them. */
export function ContentFields(props: Props) {
  const words = useWords(knowledgeText)
  const { kind, packaged, content, disabled, onChange } = props
  const shape = shapes[kind]
  if (!shape) return <WordFields {...props} />
  const parts = listIn(objectIn(content)['parts'])
  return (
    <div className="form">
      {kind === 'reply' && <p className="muted">{words.placeholders}</p>}
      <ObjectFields {...{ shape, packaged, content, disabled, onChange }} />
      {parts.map((part, at) => (
        <fieldset key={textIn(objectIn(part)['name'])} className="card form">
          <legend className="label">{words.part(textIn(objectIn(part)['name']))}</legend>
          <ObjectFields
            shape={service}
            packaged={listIn(objectIn(packaged)['parts'])[at]}
            content={part}
            disabled={disabled}
            onChange={(next) =>
              onChange({ ...objectIn(content), parts: replaced(parts, at, next) })
            }
          />
        </fieldset>
      ))}
    </div>
  )
}

const replaced = (list: unknown[], at: number, next: unknown) =>
  list.map((each, place) => (place === at ? next : each))

type ObjectProps = Pick<Props, 'packaged' | 'content' | 'disabled' | 'onChange'> & {
  shape: Shape[]
}

function ObjectFields({ shape, packaged, content, disabled, onChange }: ObjectProps) {
  const words = useWords(knowledgeText)
  const values = objectIn(content)
  return shape.map(({ name, form, rule }) => {
    const base = objectIn(packaged)[name]
    const isGiven = rule === 'given' || (rule === 'missing' && base !== null && base !== undefined)
    const value = values[name]
    const note = rule === 'missing' && !isGiven ? words.entered : undefined
    const lines = form === 'lines'
    return (
      <Field
        key={name}
        label={`${words.fields[name]}${isGiven ? words.given : ''}`}
        {...(note !== undefined && { note })}
      >
        {({ id, describedBy }) => (
          <Input.TextArea
            id={id}
            aria-describedby={describedBy}
            rows={rowsFor(form, lines ? linesIn(value).length : textIn(value).length)}
            readOnly={isGiven || disabled}
            placeholder={lines ? words.perLine : undefined}
            value={lines ? linesIn(value).join('\n') : textIn(value)}
            maxLength={4_000}
            onChange={({ target }) =>
              onChange({ ...values, [name]: valueOf(target.value, lines, base === null) })
            }
          />
        )}
      </Field>
    )
  })
}

const LETTERS_A_ROW = 40
const MOST_ROWS = 12

/** @param size of the content, in lines or in letters */
const rowsFor = (form: Shape['form'], size: number) =>
  Math.min(
    MOST_ROWS,
    Math.max(
      form === 'line' ? 1 : 2,
      form === 'lines' ? size + 1 : Math.ceil(size / LETTERS_A_ROW),
    ),
  )

/** An empty field that the source does not have stays nothing. */
function valueOf(text: string, lines: boolean, canBeNothing: boolean): unknown {
  if (lines) {
    const kept = text.split('\n')
    return kept.every((line) => line.trim() === '') && canBeNothing ? null : kept
  }
  return text.trim() === '' && canBeNothing ? null : text
}

function WordFields({ kind, id, content, disabled, onChange }: Props) {
  const words = useWords(knowledgeText)
  if (kind === 'utterances') {
    const list = listIn(content)
    const mark = markOf(id, list)
    return (
      <LinesField
        label={words.fields.lines}
        note={words.linesNote}
        lines={toLines(list)}
        disabled={disabled}
        onChange={(text) => onChange(fromLines(text, mark))}
      />
    )
  }
  if (typeof content === 'string') {
    return (
      <Field label={words.fields.word}>
        {({ id: fieldId }) => (
          <Input
            id={fieldId}
            value={content}
            readOnly={disabled}
            maxLength={200}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    )
  }
  return (
    <LinesField
      label={words.fields.words}
      lines={linesIn(content).join('\n')}
      disabled={disabled}
      onChange={(text) => onChange(splitLines(text))}
    />
  )
}
