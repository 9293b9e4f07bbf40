import { useState } from 'preact/hooks'
import type { Problem } from '../../shared/call-api.ts'
import { commonText, problemText } from '../../shared/common-text.ts'
import { copyText } from '../../shared/copy-text.ts'
import type { Language } from '../../shared/language.ts'
import { forgetAsker, hasToken } from '../session.ts'
import { rememberDraft } from '../unfinished.ts'
import { eraseMe, exportMe } from './calls.ts'
import { Arrival, TextField } from '../../shared/form-fields.tsx'
import { ContactCorrection } from './contact-correction.tsx'
import { peopleText } from './people-text.ts'

type DataProps = {
  language: Language
  announce: (text: string) => void
  onErased: () => void
}

function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** Where a browser inside an app saves no files, the clipboard takes them. */
function ExportData({ language, announce }: DataProps) {
  const text = peopleText[language]
  const common = commonText[language]
  const [problem, setProblem] = useState<Problem | null>(null)
  const [copied, setCopied] = useState(false)

  const fetchData = async (use: (content: string) => void | Promise<void>) => {
    const result = await exportMe(language)
    setProblem(result.ok ? null : result.problem)
    if (result.ok) await use(JSON.stringify(result.value, null, 2))
  }
  const download = () =>
    fetchData((content) => {
      saveFile('zhiwen-me.json', content)
      announce(text.exported)
    })
  const copy = () =>
    fetchData(async (content) => {
      const done = await copyText(content)
      setCopied(done)
      announce(done ? common.copied : common.copyFailed)
    })

  return (
    <section>
      <h3>{text.exportTitle}</h3>
      <p class="field-hint">{text.exportIntro}</p>
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="button" onClick={() => void download()}>
          {text.exportButton}
        </button>
        <button type="button" onClick={() => void copy()}>
          {copied ? common.copied : text.copyData}
        </button>
      </div>
    </section>
  )
}

function EraseData(props: DataProps & { onDone: (message: string) => void }) {
  const { language } = props
  const text = peopleText[language]
  const [typed, setTyped] = useState('')
  const [mismatch, setMismatch] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const erase = async () => {
    const result = await eraseMe(language)
    if (!result.ok) return setProblem(result.problem)
    forgetAsker()
    rememberDraft('')
    const { conversations, cases, held } = result.value
    const message = text.erased(conversations, cases) + (held > 0 ? text.held(held) : '')
    props.announce(message)
    props.onDone(message)
    props.onErased()
  }
  const submit = () => {
    const wrong = typed.trim() !== text.eraseWord
    setMismatch(wrong)
    if (wrong) document.getElementById('erase-word')?.focus()
    else void erase()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3>{text.eraseTitle}</h3>
      <p class="field-hint">{text.eraseIntro}</p>
      <TextField
        id="erase-word"
        label={text.eraseAsk(text.eraseWord)}
        error={mismatch ? text.eraseMismatch(text.eraseWord) : undefined}
        value={typed}
        maxLength={20}
        required
        onInput={setTyped}
      />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="submit" class="button-danger">
          {text.eraseButton}
        </button>
      </div>
    </form>
  )
}

/** 查阅、复制、更正、删除 (个人信息保护法 45–47). */
export function MyData(props: DataProps) {
  const text = peopleText[props.language]
  const [message, setMessage] = useState<string | null>(null)
  if (message !== null) {
    return (
      <Arrival>
        <p>{message}</p>
      </Arrival>
    )
  }
  if (!hasToken()) return <p>{text.nothingKept}</p>
  return (
    <>
      <ExportData {...props} />
      <ContactCorrection {...props} />
      <EraseData {...props} onDone={setMessage} />
    </>
  )
}
