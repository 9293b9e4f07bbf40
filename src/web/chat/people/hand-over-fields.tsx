import { fields } from '../../../shared/message.ts'
import { oneOf } from '../../shared/guards.ts'
import type { Language } from '../../shared/language.ts'
import { useRemote } from '../../shared/use-remote.ts'
import { districtList } from './calls.ts'
import { CheckField, SelectField, TextField } from '../../shared/form-fields.tsx'
import { fieldId } from './hand-over-form.ts'
import type { HandOverForm } from './hand-over-form.ts'
import { peopleText } from './people-text.ts'
import type { FormError } from './people-text.ts'
import { PrivacyNotice } from './privacy-notice.tsx'
import { RequestFields } from './request-fields.tsx'
import { requestText } from './request-text.ts'

const isField = oneOf(fields)

/** Room is left for the words that mark a confidential one. */
const longestQuestion = 1980

export type FieldsProps = {
  language: Language
  form: HandOverForm
  errors: FormError[]
  needsQuestion: boolean
  change: (changes: Partial<HandOverForm>) => void
}

/** The districts of the catalogue; where it cannot be read, words do. */
function DistrictField({ language, form, change }: FieldsProps) {
  const text = peopleText[language]
  const [remote] = useRemote(districtList.path, districtList.guard, language)
  const field = { id: fieldId('district'), label: text.district + text.optional }
  const value = form.district
  if (remote.state === 'failed') {
    const onInput = (district: string) => change({ district })
    return <TextField {...field} {...{ value, onInput }} maxLength={100} />
  }
  const known = (remote.value?.districts ?? []).map(({ name, nameEn }) => ({
    value: name,
    label: language === 'zh' ? name : nameEn,
  }))
  const told = known.some((option) => option.value === value) ? [] : [{ value, label: value }]
  const options = [{ value: '', label: text.districtNone }, ...known]
  return (
    <SelectField
      {...field}
      value={value}
      options={value === '' ? options : options.concat(told)}
      onChange={(district) => change({ district })}
    />
  )
}

function AboutYou(props: FieldsProps) {
  const { language, form, errors, change } = props
  const text = peopleText[language]
  const errorOf = (field: FormError) => (errors.includes(field) ? text.errors[field] : undefined)
  return (
    <>
      <TextField
        id={fieldId('name')}
        label={text.name}
        error={errorOf('name')}
        value={form.name}
        maxLength={100}
        required
        autocomplete="name"
        onInput={(name) => change({ name })}
      />
      <TextField
        id={fieldId('contact')}
        label={text.contact}
        hint={text.contactHint}
        error={errorOf('contact')}
        value={form.contact}
        maxLength={100}
        required
        onInput={(contact) => change({ contact })}
      />
      <TextField
        id={fieldId('organisation')}
        label={text.organisation + text.optional}
        value={form.organisation}
        maxLength={200}
        autocomplete="organization"
        onInput={(organisation) => change({ organisation })}
      />
    </>
  )
}

function Consents(props: FieldsProps) {
  const { language, form, errors, change } = props
  const text = peopleText[language]
  return (
    <>
      <CheckField
        id={fieldId('confidential')}
        label={text.confidential}
        hint={form.confidential ? requestText[language].confidentialOn : text.confidentialHint}
        checked={form.confidential}
        onChange={(confidential) => change({ confidential })}
      />
      <CheckField
        id={fieldId('contactConsent')}
        label={text.contactConsent + text.optional}
        hint={text.contactConsentHint}
        checked={form.contactConsent}
        onChange={(contactConsent) => change({ contactConsent })}
      />
      <CheckField
        id={fieldId('consent')}
        label={text.consent}
        error={errors.includes('consent') ? text.errors.consent : undefined}
        checked={form.consent}
        required
        onChange={(consent) => change({ consent })}
      />
      <details>
        <summary>{text.readPrivacy}</summary>
        <PrivacyNotice language={language} />
      </details>
    </>
  )
}

export function HandOverFields(props: FieldsProps) {
  const { language, form, errors, change } = props
  const text = peopleText[language]
  return (
    <>
      <RequestFields {...props} />
      {props.needsQuestion ? (
        <TextField
          id={fieldId('question')}
          label={text.question}
          error={errors.includes('question') ? text.errors.question : undefined}
          value={form.question}
          maxLength={longestQuestion}
          rows={3}
          required
          onInput={(question) => change({ question })}
        />
      ) : null}
      <AboutYou {...props} />
      <DistrictField {...props} />
      <SelectField
        id={fieldId('field')}
        label={text.field}
        value={form.field}
        options={fields.map((value) => ({ value, label: text.fields[value] }))}
        onChange={(field) => change(isField(field) ? { field } : {})}
      />
      <TextField
        id={fieldId('parties')}
        label={text.parties + text.optional}
        hint={text.partiesHint}
        error={errors.includes('parties') ? text.errors.parties : undefined}
        value={form.parties}
        maxLength={1000}
        onInput={(parties) => change({ parties })}
      />
      <Consents {...props} />
    </>
  )
}
