import type { OwnRating } from '../../feedback/record-rating.ts'
import type { Language } from '../shared/language.ts'
import { chatText } from './chat-text.ts'
import { Rating } from './rating.tsx'
import { WithPeople } from './with-people.tsx'

export function AnswerRating(props: {
  messageId: string
  rating: OwnRating | null
  language: Language
  announce: (text: string) => void
}) {
  const { messageId, rating, language, announce } = props
  return (
    <Rating
      {...{ rated: { messageId }, rating, language, announce }}
      legend={chatText[language].rating}
    >
      {(details) => (
        <WithPeople language={language}>
          {({ RatingDetails }) => <RatingDetails {...details} />}
        </WithPeople>
      )}
    </Rating>
  )
}
