import { type Finding, tellFinding } from '../../../shared/channel-findings.ts'
import { usePreferences } from '../preferences.ts'
import { useWords } from '../use-words.ts'
import { channelText } from './channel-text.ts'
import './channel.css'

/** Each thing that was looked at, with a mark in words. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const words = useWords(channelText)
  const { language } = usePreferences()
  return (
    <ul className="findings">
      {findings.map((finding) => {
        const text = tellFinding(finding, language)
        return (
          <li key={text}>
            <span className={finding.good ? 'chip success' : 'chip danger'}>
              {finding.good ? words.good : words.bad}
            </span>{' '}
            {text}
          </li>
        )
      })}
    </ul>
  )
}
