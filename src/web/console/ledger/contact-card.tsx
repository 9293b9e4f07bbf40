import { Button } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { enterpriseContactFields } from '../../../shared/ledger.ts'
import { FactList } from '../administration/fact-list.tsx'
import { api, done, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { type Act, useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { TextLine } from './text-line.tsx'
import { type Enterprise, LEDGER } from './use-ledger.ts'

type Contact = InferResponseType<(typeof api)['enterprises'][':id']['contact']['$get'], 200>

/** 联系人: asked for on purpose, since every look at it is audited. */
export function ContactCard({ enterprise: { id, hasContact } }: { enterprise: Enterprise }) {
  const words = useWords(ledgerText)
  const act = useAct()
  const [seen, setSeen] = useState<Contact>()
  const [editing, setEditing] = useState<Contact>()
  const open = async (then: (contact: Contact) => void) => {
    const look = async () =>
      then(await read(api.enterprises[':id'].contact.$get({ param: { id } })))
    await act.run(look)
  }
  return (
    <section className="card stack">
      <h2>{words.contact}</h2>
      <p className="muted">{words.contactNote}</p>
      {!hasContact && <p>{words.contactEmpty}</p>}
      {seen && hasContact && (
        <FactList
          facts={enterpriseContactFields.map((field) => [
            words.contactFields[field],
            seen[field] ?? words.none,
          ])}
        />
      )}
      <Buttons
        act={act}
        canShow={hasContact}
        isShown={seen !== undefined}
        onShow={() => void open(setSeen)}
        onHide={() => setSeen(undefined)}
        onEdit={() => (hasContact ? void open(setEditing) : setEditing({}))}
      />
      <ProblemAlert error={act.error} />
      {editing && (
        <ContactForm
          id={id}
          contact={editing}
          onClose={() => {
            setEditing(undefined)
            setSeen(undefined)
          }}
        />
      )}
    </section>
  )
}

type ButtonsProps = {
  act: Act
  canShow: boolean
  isShown: boolean
  onShow: () => void
  onHide: () => void
  onEdit: () => void
}

function Buttons({ act, canShow, isShown, onShow, onHide, onEdit }: ButtonsProps) {
  const words = useWords(ledgerText)
  return (
    <div className="row">
      {canShow && (
        <Button loading={act.busy} onClick={isShown ? onHide : onShow}>
          {isShown ? words.hide : words.showContact}
        </Button>
      )}
      <Button disabled={act.busy} onClick={onEdit}>
        {words.editContact}
      </Button>
    </div>
  )
}

type FormProps = { id: string; contact: Contact; onClose: () => void }

function ContactForm({ id, contact, onClose }: FormProps) {
  const words = useWords(ledgerText)
  const act = useAct()
  const [values, setValues] = useState(contact)
  const save = async () => {
    const send = () => done(api.enterprises[':id'].contact.$put({ param: { id }, json: values }))
    if (await act.run(send, { told: words.saved, stale: [LEDGER] })) onClose()
  }
  return (
    <FormDialog title={words.contactTitle} act={act} onSave={() => void save()} onClose={onClose}>
      {enterpriseContactFields.map((field) => (
        <TextLine
          key={field}
          label={words.contactFields[field]}
          value={values[field] ?? ''}
          maxLength={100}
          onChange={(value) => setValues({ ...values, [field]: value })}
        />
      ))}
      <p className="muted">{words.contactClear}</p>
    </FormDialog>
  )
}
