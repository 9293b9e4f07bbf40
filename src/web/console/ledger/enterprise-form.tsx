import { Select } from 'antd'
import { useState } from 'react'
import { orNull } from '../../shared/or-null.ts'
import { useAccount } from '../account.ts'
import { go } from '../address.ts'
import { api, done, read } from '../api.ts'
import { Field } from '../field.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import { useAct } from '../use-act.ts'
import { useDistricts } from '../use-districts.ts'
import { useWords } from '../use-words.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { TextLine } from './text-line.tsx'
import { type Enterprise, LEDGER } from './use-ledger.ts'

type Values = {
  organisationId: string
  name: string
  creditCode: string
  district: string
  industry: string
  needs: string
}

const valuesOf = (enterprise: Enterprise | undefined, organisationId: string): Values => ({
  organisationId,
  name: enterprise?.name ?? '',
  creditCode: enterprise?.creditCode ?? '',
  district: enterprise?.district ?? '',
  industry: enterprise?.industry ?? '',
  needs: enterprise?.needs ?? '',
})

const detailsOf = ({ name, creditCode, district, industry, needs }: Values) => ({
  name: name.trim(),
  creditCode: orNull(creditCode),
  district: orNull(district),
  industry: orNull(industry),
  needs: orNull(needs),
})

type Props = {
  /** Undefined: a new one. */
  enterprise?: Enterprise
  onClose: () => void
}

/** Enters an enterprise in the ledger, or changes what that says of it. */
export function EnterpriseForm({ enterprise, onClose }: Props) {
  const words = useWords(ledgerText)
  const { organisationId } = useAccount()
  const [values, setValues] = useState(() => valuesOf(enterprise, organisationId ?? ''))
  const act = useAct()
  const set = (name: keyof Values) => (value: string) => setValues({ ...values, [name]: value })
  const send = async () => {
    const details = detailsOf(values)
    if (enterprise) {
      const { id, version } = enterprise
      const json = { ...details, version }
      await done(api.enterprises[':id'].$put({ param: { id }, json }))
      return
    }
    const { organisationId: own } = values
    const { id } = await read(api.enterprises.$post({ json: { ...details, organisationId: own } }))
    go(`/enterprises/${id}`)
  }
  const save = async () => {
    if (await act.run(send, { told: words.saved, stale: [LEDGER] })) onClose()
  }
  return (
    <FormDialog
      title={enterprise ? words.editTitle : words.add}
      isComplete={values.name.trim() !== '' && values.organisationId !== ''}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      {!enterprise && (
        <OrganisationField
          label={words.organisation}
          value={values.organisationId}
          onChange={set('organisationId')}
        />
      )}
      <TextLine label={words.name} value={values.name} onChange={set('name')} />
      <TextLine
        label={words.creditCode}
        value={values.creditCode}
        maxLength={40}
        note={words.codeNote}
        onChange={set('creditCode')}
      />
      <District value={values.district} onChange={set('district')} />
      <TextLine label={words.industry} value={values.industry} onChange={set('industry')} />
      <TextLine
        label={words.needs}
        value={values.needs}
        isLong
        note={words.needsNote}
        onChange={set('needs')}
      />
    </FormDialog>
  )
}

type FieldProps = { value: string; onChange: (value: string) => void }

function District({ value, onChange }: FieldProps) {
  const words = useWords(ledgerText)
  const districts = useDistricts()
  return (
    <Field label={words.district}>
      {({ id }) => (
        <Select
          id={id}
          value={value}
          onChange={onChange}
          options={[
            { value: '', label: words.none },
            ...districts.map((each) => ({ value: each, label: each })),
          ]}
        />
      )}
    </Field>
  )
}
