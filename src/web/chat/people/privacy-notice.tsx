import type { Language } from '../../shared/language.ts'
import { privacyText, privacyVersion } from '../../shared/privacy-text.ts'

export function PrivacyNotice(props: { language: Language }) {
  const { version, parts } = privacyText[props.language]
  return (
    <div class="privacy">
      {parts.map(({ heading, text }) => (
        <p key={heading}>
          <strong>{heading}</strong>
          <br />
          {text}
        </p>
      ))}
      <p class="field-hint">
        {version} {privacyVersion}
      </p>
    </div>
  )
}
