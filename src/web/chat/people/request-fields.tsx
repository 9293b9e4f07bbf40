import { caseKinds } from '../../../shared/case-states.ts'
import { partnerKinds } from '../../../shared/partner-kinds.ts'
import type { Language } from '../../shared/language.ts'
import { ChoiceField, SelectField, TextField } from '../../shared/form-fields.tsx'
import { useRemote } from '../../shared/use-remote.ts'
import { serviceList } from './calls.ts'
import type { FieldsProps } from './hand-over-fields.tsx'
import { fieldId } from './hand-over-form.ts'
import { peopleText } from './people-text.ts'
import { requestText } from './request-text.ts'

/** The services of the catalogue; where it cannot be read, words do. */
function ServiceField({ language, form, errors, change }: FieldsProps) {
  const text = requestText[language]
  const [remote] = useRemote(serviceList.path, serviceList.guard, language)
  const error = errors.includes('service') ? peopleText[language].errors.service : undefined
  const field = { id: fieldId('service'), label: text.service, value: form.service, error }
  const choose = (service: string) => change({ service })
  if (remote.state === 'failed') {
    return <TextField {...field} maxLength={100} required onInput={choose} />
  }
  const known = (remote.value?.services ?? []).map(({ name, nameEn }) => ({
    value: name,
    label: language === 'zh' ? name : nameEn,
  }))
  return (
    <SelectField
      {...field}
      options={[{ value: '', label: text.serviceChoose }].concat(known)}
      onChange={choose}
    />
  )
}

function ServiceFields(props: FieldsProps) {
  const { language, form, change } = props
  const text = requestText[language]
  const { optional } = peopleText[language]
  return (
    <>
      <ServiceField {...props} />
      <TextField
        id={fieldId('when')}
        label={text.when + optional}
        hint={text.whenHint}
        value={form.when}
        maxLength={200}
        onInput={(when) => change({ when })}
      />
      <TextField
        id={fieldId('where')}
        label={text.where + optional}
        hint={text.whereHint}
        value={form.where}
        maxLength={200}
        onInput={(where) => change({ where })}
      />
    </>
  )
}

function PartnerField({ language, form, errors, change }: FieldsProps) {
  const text = requestText[language]
  const options = partnerKinds.map((value) => ({ value, label: text.partners[value] }))
  return (
    <SelectField
      id={fieldId('partner')}
      label={text.partner}
      hint={text.partnerHint}
      error={errors.includes('partner') ? peopleText[language].errors.partner : undefined}
      value={form.partner ?? ''}
      options={[{ value: '', label: text.serviceChoose }, ...options]}
      onChange={(value) => change({ partner: partnerKinds.find((known) => known === value) })}
    />
  )
}

const kindOptions = (language: Language) =>
  caseKinds.map((value) => ({ value, label: requestText[language].kinds[value] }))

/** Advice, one of the services, or a referral, and what each of them needs to know. */
export function RequestFields(props: FieldsProps) {
  const { language, form, change } = props
  return (
    <>
      <ChoiceField
        name="hand-over-kind"
        legend={requestText[language].kind}
        value={form.kind}
        options={kindOptions(language)}
        onChange={(kind) => change({ kind })}
      />
      {form.kind === 'service_request' ? <ServiceFields {...props} /> : null}
      {form.kind === 'referral' ? <PartnerField {...props} /> : null}
    </>
  )
}
