import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { go } from '../address.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { knowledgeText } from '../administration/knowledge-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { splitLines } from './content.ts'
import { addressOfRecord } from './draft-list.tsx'
import type { EditRecord } from './use-knowledge.ts'

const sections = [
  'typos',
  'synonyms',
  'places',
  'countries',
  'bodies',
  'english',
  'abbreviations',
] as const
type Section = (typeof sections)[number]

const oneWord: ReadonlySet<string> = new Set(['english', 'abbreviations', 'typos'])

type Entry = { section: Section; term: string; meant: string }

/** Drafts a lexicon entry that the software does not bring along. */
export function NewEntry({ records }: { records: EditRecord[] }) {
  const words = useWords(knowledgeText)
  const mayWork = useMayWork()
  const [entry, setEntry] = useState<Entry>({ section: 'typos', term: '', meant: '' })
  const act = useAct()
  if (!mayWork) return null
  const { section, term, meant } = entry
  const recordId = `${section}/${term.trim()}`
  const content = oneWord.has(section) ? meant.trim() : splitLines(meant)
  const known = records.some(({ id }) => id === recordId)
  const save = async () => {
    const json = { kind: 'lexicon' as const, recordId, content, version: null }
    const isDone = await act.run(() => done(api.knowledge.drafts.$post({ json })), {
      told: words.saved,
      stale: ['knowledge'],
    })
    if (isDone) go(addressOfRecord('lexicon', recordId))
  }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2>{words.add}</h2>
      <div className="row">
        <EntryFields value={entry} onChange={setEntry} />
        <Button
          htmlType="submit"
          loading={act.busy}
          disabled={known || term.trim() === '' || meant.trim() === ''}
        >
          {words.save}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

type FieldsProps = { value: Entry; onChange: (entry: Entry) => void }

function EntryFields({ value, onChange }: FieldsProps) {
  const words = useWords(knowledgeText)
  const { section, term, meant } = value
  return (
    <>
      <Field label={words.section}>
        {({ id }) => (
          <Select
            id={id}
            value={section}
            popupMatchSelectWidth={false}
            onChange={(next: Section) => onChange({ ...value, section: next })}
            options={sections.map((each) => ({ value: each, label: words.sections[each] }))}
          />
        )}
      </Field>
      <Field label={words.term}>
        {({ id }) => (
          <Input
            id={id}
            value={term}
            maxLength={60}
            onChange={({ target }) => onChange({ ...value, term: target.value })}
          />
        )}
      </Field>
      <Field label={oneWord.has(section) ? words.fields.word : words.fields.words}>
        {({ id }) => (
          <Input.TextArea
            id={id}
            value={meant}
            rows={2}
            maxLength={2_000}
            onChange={({ target }) => onChange({ ...value, meant: target.value })}
          />
        )}
      </Field>
    </>
  )
}
