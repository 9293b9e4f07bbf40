import { commonText } from '../../shared/common-text.ts'
import type { Language } from '../../shared/language.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { requestText } from './request-text.ts'

/** Before an invention or a secret leaves the device: the confidential way, back, or sent all the same. */
export function SecretSheet(props: {
  language: Language
  pasted: boolean
  onConfidential: () => void
  onSend: () => void
  onClose: () => void
}) {
  const { language, pasted, onClose } = props
  const text = requestText[language]
  return (
    <Sheet title={text.secretTitle} closeLabel={commonText[language].close} onClose={onClose}>
      <p class="sheet-intro">
        {pasted ? `${text.secretPasted} ` : ''}
        {text.secretIntro}
      </p>
      <dl class="ways">
        <dt>
          <button type="button" class="button-primary" onClick={props.onConfidential}>
            {text.secretConfidential}
          </button>
        </dt>
        <dd class="field-hint">{text.secretConfidentialHint}</dd>
        <dt>
          <button type="button" onClick={onClose}>
            {text.secretEdit}
          </button>
        </dt>
        <dd class="field-hint">{text.secretEditHint}</dd>
      </dl>
      {pasted ? null : (
        <div class="actions">
          <button type="button" class="button-plain" onClick={props.onSend}>
            {text.secretSend}
          </button>
        </div>
      )}
    </Sheet>
  )
}
