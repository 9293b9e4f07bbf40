import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { readBrief } from './brief.ts'
import type { CaseDetail } from './use-case.ts'

/** What there is to know before answering, and why the machine did not do it alone. */
export function BriefCard({ detail }: { detail: CaseDetail }) {
  const { case: text, words } = useText()
  const brief = readBrief(detail.brief)
  const reasons = [
    ...detail.reasons.map((code) => inWords(words.reasons, code)),
    ...(brief?.reasons ?? []),
  ]
  return (
    <section className="card stack" aria-labelledby="brief">
      <div>
        <h2 id="brief">{text.brief}</h2>
        <p className="muted">{text.briefNote}</p>
      </div>
      {brief && (
        <>
          <Block title={text.question} items={[brief.question]} />
          {brief.facts.length > 1 && <Block title={text.facts} items={brief.facts.slice(0, -1)} />}
          {brief.askBack.length > 0 && <Block title={text.missing} items={brief.askBack} />}
        </>
      )}
      <Block title={text.triage} items={[...new Set(reasons)]} />
    </section>
  )
}

function Block({ title, items }: { title: string; items: string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      {items.length === 1 ? (
        <p className="words">{items[0]}</p>
      ) : (
        <ul className="plain">
          {items.map((item, at) => (
            <li key={at} className="words">
              {item}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
