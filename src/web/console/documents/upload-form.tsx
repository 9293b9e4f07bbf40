import { Button, Input, Progress, Select } from 'antd'
import { useId, useState } from 'react'
import { go } from '../address.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { documentsText } from './documents-text.ts'
import { sendDocument } from './send-document.ts'

const NEW = ''
const FORMATS = '.docx,.pdf,.md,.markdown,.html,.htm,.txt'

type Props = { known: readonly { document: string; title: string }[] }

/** A file becomes the draft of a version, which opens once it has been read. */
export function UploadForm({ known }: Props) {
  const words = useWords(documentsText)
  const act = useAct()
  const fileId = useId()
  const [file, setFile] = useState<File>()
  const [chosen, setChosen] = useState<string>(known[0]?.document ?? NEW)
  const [name, setName] = useState('')
  const [percent, setPercent] = useState(0)
  const document = chosen === NEW ? name.trim() : chosen
  const send = () =>
    act.run(
      async () => {
        setPercent(0)
        if (file) go(`/documents/${await sendDocument(file, document, setPercent)}`)
      },
      { told: words.uploaded, stale: ['documents'] },
    )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{words.upload}</h2>
      <Which known={known} chosen={chosen} name={name} onChosen={setChosen} onName={setName} />
      <div className="field">
        <label htmlFor={fileId}>{words.file}</label>
        <input
          id={fileId}
          type="file"
          accept={FORMATS}
          onChange={({ target }) => setFile(target.files?.[0])}
        />
      </div>
      {act.busy && (
        <output>
          <Progress percent={percent} aria-label={words.uploading(percent)} />
          {percent === 100 ? words.reading : words.uploading(percent)}
        </output>
      )}
      <div className="row">
        <Button
          type="primary"
          htmlType="submit"
          loading={act.busy}
          disabled={!file || document === ''}
        >
          {words.upload}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

type WhichProps = Props & {
  chosen: string
  name: string
  onChosen: (document: string) => void
  onName: (name: string) => void
}

/** The document that it is a version of, or the name of a new one. */
function Which({ known, chosen, name, onChosen, onName }: WhichProps) {
  const words = useWords(documentsText)
  return (
    <>
      <Field label={words.which}>
        {({ id }) => (
          <Select
            id={id}
            value={chosen}
            onChange={onChosen}
            options={[
              ...known.map((each) => ({ value: each.document, label: each.title })),
              { value: NEW, label: words.isNew },
            ]}
          />
        )}
      </Field>
      {chosen === NEW && (
        <Field label={words.name}>
          {({ id }) => (
            <Input
              id={id}
              value={name}
              maxLength={40}
              onChange={({ target }) => onName(target.value)}
            />
          )}
        </Field>
      )}
    </>
  )
}
