import { useCallback } from 'preact/hooks'
import type { Language } from '../../shared/language.ts'
import { useResult } from '../../shared/use-remote.ts'
import { listMine } from './calls.ts'
import { trainingText } from './training-text.ts'

/** Says that there is news of a registration; nothing where there is none. */
export function TrainingBanner(props: { language: Language; onOpen: () => void }) {
  const { language, onOpen } = props
  const text = trainingText[language]
  const load = useCallback(() => listMine(language), [language])
  const [remote] = useResult(load)
  const told = (remote.value?.registrations ?? []).filter(({ news }) => news.length > 0)
  if (told.length === 0) return null
  return (
    <div class="notice no-print">
      <p>
        {text.newsBanner}
        {': '}
        <span lang="zh-CN">{told.map(({ training }) => training.title).join('；')}</span>
      </p>
      <button type="button" aria-haspopup="dialog" onClick={onOpen}>
        {text.look}
      </button>
    </div>
  )
}
