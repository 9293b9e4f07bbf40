import { Checkbox, Input, Radio, Select } from 'antd'
import { entryChannels, fields } from '../../../shared/message.ts'
import { Field } from '../field.tsx'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { type EntryDraft, NONE, OWN } from './entry-draft.ts'
import { entryText } from './entry-text.ts'

const MOST_MINUTES = 600
const LONGEST_CONTACT = 200

type Props = { draft: EntryDraft; change: (part: Partial<EntryDraft>) => void }

/** What is known beside the words; each has a usual value, so that it need not be touched. */
export function EntryFacts(props: Props) {
  const words = useWords(entryText)
  const { draft, change } = props
  return (
    <div className="card stack">
      <Radio.Group
        aria-label={words.channel}
        value={draft.channel}
        onChange={({ target }: { target: { value?: EntryDraft['channel'] } }) =>
          target.value && change({ channel: target.value })
        }
        options={entryChannels.map((value) => ({ value, label: words.channels[value] }))}
      />
      <div className="row filters">
        <Where {...props} />
        <When {...props} />
      </div>
      <div className="row">
        <Checkbox
          checked={draft.solved}
          onChange={({ target }) => change({ solved: target.checked })}
        >
          {words.solved}
        </Checkbox>
        <Checkbox
          checked={draft.confidential}
          onChange={({ target }) => change({ confidential: target.checked })}
        >
          {words.confidential}
        </Checkbox>
      </div>
      <Field label={words.contact} note={words.contactNote}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            autoComplete="off"
            maxLength={LONGEST_CONTACT}
            value={draft.contact}
            onChange={({ target }) => change({ contact: target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function Where({ draft, change }: Props) {
  const text = useText()
  const words = useWords(entryText)
  const districts = useDistricts()
  return (
    <>
      <Field label={words.field}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.field}
            popupMatchSelectWidth={false}
            onChange={(field) => change({ field })}
            options={fields.map((value) => ({ value, label: text.words.fields[value] }))}
          />
        )}
      </Field>
      <Field label={words.district}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.district}
            popupMatchSelectWidth={false}
            onChange={(district) => change({ district })}
            options={[
              { value: OWN, label: words.ownDistrict },
              ...districts.map((value) => ({ value, label: value })),
              { value: NONE, label: words.noDistrict },
            ]}
          />
        )}
      </Field>
    </>
  )
}

function When({ draft, change }: Props) {
  const words = useWords(entryText)
  return (
    <>
      <Field label={words.minutes}>
        {({ id }) => (
          <Input
            id={id}
            type="number"
            min={1}
            max={MOST_MINUTES}
            value={draft.minutes}
            onChange={({ target }) => change({ minutes: target.valueAsNumber || 1 })}
          />
        )}
      </Field>
      <Field label={words.time} note={words.timeNote}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            type="datetime-local"
            value={draft.time}
            onChange={({ target }) => change({ time: target.value })}
          />
        )}
      </Field>
    </>
  )
}
