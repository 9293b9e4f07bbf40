import { useState } from 'preact/hooks'
import { commonText } from '../shared/common-text.ts'
import { copyText } from '../shared/copy-text.ts'
import { Arrival, TextField } from '../shared/form-fields.tsx'
import type { Language } from '../shared/language.ts'
import { useOnce } from '../shared/use-once.ts'
import { beginTotp, changePassword, giveCode, giveName } from './calls.ts'
import type { Totp } from './calls.ts'
import { Form, Trouble } from './form.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { QrCode } from './qr-code.tsx'
import type { Account, Session } from './session-guards.ts'
import { signInText } from './sign-in-text.ts'
import { useSending } from './use-sending.ts'

export type Step = 'name' | 'totp' | 'enrol_totp' | 'password' | 'invitation'

type StepProps = { language: Language; onSession: (session: Session) => void; onBack: () => void }

const codeForm = /^\d{6}$/
const shown = (wrong: boolean, error: string) => (wrong ? error : undefined)

function NameForm(props: {
  language: Language
  onNext: (step: Step, password: string) => void
  onInvitation: () => void
}) {
  const { language } = props
  const text = signInText[language]
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const { sending, problem, send } = useSending()

  const submit = () => {
    const empty = username.trim() === '' || password === ''
    setMissing(empty)
    if (empty) document.getElementById(username.trim() === '' ? 'username' : 'password')?.focus()
    else
      send(
        () => giveName({ username, password }, language),
        ({ next }) => props.onNext(next, password),
      )
  }
  return (
    <Form submit={text.next} busy={sending} {...{ problem, language }} onSubmit={submit}>
      <p class="sheet-intro">{text.intro}</p>
      <TextField
        id="username"
        label={text.username}
        error={shown(missing && username.trim() === '', text.required)}
        value={username}
        maxLength={64}
        required
        autocomplete="username"
        onInput={setUsername}
      />
      <TextField
        id="password"
        label={text.password}
        error={shown(missing && password === '', text.required)}
        type="password"
        value={password}
        maxLength={128}
        required
        autocomplete="current-password"
        onInput={setPassword}
      />
      <p>
        <button type="button" class="button-plain" onClick={props.onInvitation}>
          {text.haveInvitation}
        </button>
      </p>
    </Form>
  )
}

function CodeForm(props: StepProps & { confirm: boolean }) {
  const { language, confirm } = props
  const text = signInText[language]
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const { sending, problem, send } = useSending()

  const submit = () => {
    const digits = code.replace(/\s/g, '')
    setWrong(!codeForm.test(digits))
    if (codeForm.test(digits)) send(() => giveCode(digits, confirm, language), props.onSession)
    else document.getElementById('code')?.focus()
  }
  return (
    <Form
      submit={confirm ? text.confirm : text.signIn}
      busy={sending}
      {...{ problem, language }}
      onSubmit={submit}
      beside={
        <button type="button" onClick={props.onBack}>
          {text.back}
        </button>
      }
    >
      <TextField
        id="code"
        label={text.code}
        error={shown(wrong, text.wrongCode)}
        value={code}
        maxLength={7}
        required
        inputMode="numeric"
        autocomplete="one-time-code"
        onInput={setCode}
      />
    </Form>
  )
}

const inFours = (secret: string) => (secret.match(/.{1,4}/g) ?? []).join(' ')

/** On the phone itself the link opens the app; from another device the picture is scanned, or the key typed. */
function Enrol(props: StepProps) {
  const { language } = props
  const text = signInText[language]
  const [totp, setTotp] = useState<Totp | null>(null)
  const [copied, setCopied] = useState(false)
  const { problem, send } = useSending()
  useOnce(() => send(() => beginTotp(language), setTotp))
  return (
    <>
      <p class="sheet-intro">{text.enrolIntro}</p>
      <Trouble {...{ problem, language }} />
      {totp === null ? null : (
        <>
          <QrCode text={totp.address} label={text.qrCode} />
          <p>
            {text.secret}
            <br />
            <code class="totp-key">{inFours(totp.secret)}</code>
          </p>
          <div class="actions">
            <a class="button" href={totp.address}>
              {text.enrolOpen}
            </a>
            <button type="button" onClick={() => void copyText(totp.secret).then(setCopied)}>
              {copied ? commonText[language].copied : text.copySecret}
            </button>
          </div>
          <CodeForm {...props} confirm />
        </>
      )}
    </>
  )
}

function PasswordForm(props: StepProps & { known: string }) {
  const { language, known } = props
  const text = signInText[language]
  const [current, setCurrent] = useState(known)
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [differs, setDiffers] = useState(false)
  const { sending, problem, send } = useSending()
  const password = { type: 'password', maxLength: 128, required: true } as const

  const submit = () => {
    setDiffers(next !== again)
    if (next === again) send(() => changePassword({ current, next }, language), props.onSession)
    else document.getElementById('again')?.focus()
  }
  return (
    <Form submit={text.save} busy={sending} {...{ problem, language }} onSubmit={submit}>
      <p class="sheet-intro">{text.passwordIntro}</p>
      {known === '' ? (
        <TextField
          {...password}
          id="current"
          label={text.current}
          value={current}
          autocomplete="current-password"
          onInput={setCurrent}
        />
      ) : null}
      <TextField
        {...password}
        id="next"
        label={text.newPassword}
        value={next}
        autocomplete="new-password"
        onInput={setNext}
      />
      <TextField
        {...password}
        id="again"
        label={text.again}
        error={shown(differs, text.mismatch)}
        value={again}
        autocomplete="new-password"
        onInput={setAgain}
      />
    </Form>
  )
}

type SignInProps = {
  language: Language
  first: Step
  ended: boolean
  invitation: string
  onIn: (account: Account) => void
}

type Going = StepProps & {
  typed: string
  go: (step: Step) => void
  onTyped: (typed: string) => void
}

/** What is asked for at one step. */
function StepForm(props: Going & { step: Step; invitation: string; onCreated: () => void }) {
  const { step, language, typed, go } = props
  switch (step) {
    case 'name':
      return (
        <NameForm
          language={language}
          onNext={(next, password) => {
            props.onTyped(password)
            go(next)
          }}
          onInvitation={() => go('invitation')}
        />
      )
    case 'totp':
      return (
        <>
          <p class="sheet-intro">{signInText[language].codeIntro}</p>
          <CodeForm {...props} confirm={false} />
        </>
      )
    case 'enrol_totp':
      return <Enrol {...props} />
    case 'password':
      return <PasswordForm {...props} known={typed} />
    case 'invitation':
      return <InvitationForm {...props} code={props.invitation} />
  }
}

/** The way in: name and password, the code of an app, at first its set-up and a password of one's own. */
export function SignIn(props: SignInProps) {
  const { language, invitation } = props
  const text = signInText[language]
  const [step, setStep] = useState(props.first)
  const [typed, setTyped] = useState('')
  const [created, setCreated] = useState(false)
  const titles: Record<Step, string> = {
    name: text.title,
    totp: text.codeTitle,
    enrol_totp: text.enrolTitle,
    password: text.passwordTitle,
    invitation: text.invitationTitle,
  }
  const onSession = ({ account }: Session) => {
    if (account.mustChangePassword) setStep('password')
    else props.onIn(account)
  }
  const onCreated = () => {
    setCreated(true)
    setStep('name')
  }
  return (
    <main class="work sign-in">
      <Arrival key={step}>
        <h1>{titles[step]}</h1>
        {props.ended && step === 'name' ? <p class="notice">{text.ended}</p> : null}
        {created && step === 'name' ? <p class="notice">{text.created}</p> : null}
        <StepForm
          {...{ step, language, typed, invitation, onSession, onCreated }}
          go={setStep}
          onTyped={setTyped}
          onBack={() => setStep('name')}
        />
      </Arrival>
    </main>
  )
}
