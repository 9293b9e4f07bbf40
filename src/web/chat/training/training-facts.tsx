import type { Language } from '../../shared/language.ts'
import { beijingTime } from '../../shared/beijing-time.ts'
import type { Training } from './calls.ts'
import { trainingText } from './training-text.ts'

const CLOCK = -5

/** The end of a session that ends on its day needs no date of its own. */
function spanOf({ startsAt, endsAt }: Training, language: Language): string {
  const [from, to] = [beijingTime(startsAt, language), beijingTime(endsAt, language)]
  return trainingText[language].when(from, to.slice(CLOCK))
}

/** When, where, by whom and about what. */
export function TrainingFacts(props: { training: Training; language: Language }) {
  const { training, language } = props
  const text = trainingText[language]
  const { district, place, online, trainer, courses, organisation } = training
  const places = [district, place, online ? text.online : null].filter((part) => part !== null)
  return (
    <>
      <p>{spanOf(training, language)}</p>
      <p lang="zh-CN">{[organisation, ...places].join(' · ')}</p>
      <p class="field-hint">
        {courses.map(({ name, nameEn }) => (language === 'zh' ? name : nameEn)).join('；')}
        {trainer === null ? '' : ` · ${text.trainer}${trainer}`}
      </p>
    </>
  )
}
