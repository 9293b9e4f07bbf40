import type { ChatText } from './chat-text.ts'
import { Icon } from '../shared/icon.tsx'

export function Welcome(props: {
  text: ChatText
  onAsk: (question: string) => void
  onPerson: () => void
}) {
  const { text } = props
  return (
    <div class="welcome no-print">
      <h1>{text.greeting}</h1>
      <p>{text.intro}</p>
      <h2>{text.starters}</h2>
      <ul class="starters">
        {text.starterList.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => props.onAsk(question)}>
              <span>{question}</span>
              <Icon name="arrow" />
            </button>
          </li>
        ))}
      </ul>
      <p class="welcome-person">
        {text.personHint}
        <button type="button" class="button-plain" aria-haspopup="dialog" onClick={props.onPerson}>
          {text.person}
        </button>
      </p>
      <p class="caution">{text.caution}</p>
    </div>
  )
}
